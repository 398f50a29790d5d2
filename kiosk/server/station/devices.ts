/** What the station's devices do for it: frames, captures, and waiting until one that failed works again. */
import { Bug } from "../../../api/base/faults.ts";
import type { Clock } from "../../../api/base/clock.ts";
import { encodeFingerPng } from "../../../api/formats/finger-image/png.ts";
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import type { FaceSample, GreyImage } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Target } from "../../session/acquire.ts";
import type { DeviceFacts } from "../../session/state.ts";
import type { GlassWatcher, PenWatcher, StationDevice } from "../station.ts";
import { CameraFailed, NoLiveView } from "../trouble.ts";
import type { StationSlots } from "./identities.ts";

/** Between two attempts to open a device that failed. */
const REOPEN_MS = 1500;
/** Only told to the picture's file: nobody measures a preview. */
const PREVIEW_PPI = 500;
/** A camera that is silent this long has stopped. */
const FRAME_MS = 4000;

export class StationDevices {
  readonly #slots: StationSlots;
  readonly #clock: Clock;
  #camera: Promise<unknown> = Promise.resolve();

  constructor(slots: StationSlots, clock: Clock) {
    this.#slots = slots;
    this.#clock = clock;
  }

  get facts(): DeviceFacts {
    const { camera, scanner } = this.#slots;
    const { ppi, areaMm, presentationAttackDetection } = scanner.features;
    return {
      faceAttackDetection: camera.features.presentationAttackDetection,
      fingerAttackDetection: presentationAttackDetection,
      ...(ppi === undefined ? {} : { fingerPpi: ppi }),
      ...(areaMm === undefined ? {} : { fingerAreaMm: areaMm }),
    };
  }

  async *frames(signal: AbortSignal): AsyncIterable<FaceSample> {
    while (!signal.aborted) {
      const outcome = await this.#atCamera(() =>
        this.#slots.camera.capture("face", FRAME_MS, signal, { look: true }),
      );
      if (signal.aborted) return;
      if (outcome.kind === "captured" && outcome.sample.characteristic === "face") yield outcome.sample;
      else if (outcome.kind === "retry" && outcome.reason === "no-live-view") throw new NoLiveView();
      else if (outcome.kind !== "captured")
        throw new CameraFailed(outcome.kind === "failed" ? outcome.fault.code : "timed-out");
    }
  }

  /** A camera does one thing after the other: who releases it waits for the frame that is under way. */
  #atCamera(work: () => Promise<CaptureOutcome>): Promise<CaptureOutcome> {
    const done = this.#camera.then(work);
    this.#camera = done.catch(() => undefined);
    return done;
  }

  release(deadline: Milliseconds, signal: AbortSignal): Promise<CaptureOutcome> {
    return this.#atCamera(() => this.#slots.camera.capture("face", deadline, signal));
  }

  async scan(
    target: Target,
    deadline: Milliseconds,
    signal: AbortSignal,
    glass?: GlassWatcher,
  ): Promise<CaptureOutcome> {
    const { scanner } = this.#slots;
    if (glass === undefined) return scanner.capture(target, deadline, signal);
    const print = (image: GreyImage, ppi = PREVIEW_PPI) =>
      glass.print({ mediaType: "image/png", bytes: encodeFingerPng(image, ppi) });
    const watch = { print, finger: glass.finger };
    const outcome = await scanner.capture(target, deadline, signal, { watch });
    // Judging takes a moment; what the glass saw is on the screen before.
    if (outcome.kind === "captured" && outcome.sample.characteristic === "finger")
      print(outcome.sample.image, outcome.sample.ppi);
    return outcome;
  }

  write(deadline: Milliseconds, signal: AbortSignal, pen: PenWatcher): Promise<CaptureOutcome> {
    const { pad } = this.#slots;
    if (pad === undefined) throw new Bug("no pad, and asked to write on it");
    return pad.capture("signature", deadline, signal, { watch: { pen } });
  }

  async repaired(device: StationDevice, signal: AbortSignal): Promise<void> {
    const { camera, scanner, pad } = this.#slots;
    const [slot, target] = (
      {
        camera: [camera, "face"],
        scanner: [scanner, "right-index"],
        pad: [pad ?? scanner, "signature"],
      } as const
    )[device];
    do {
      await this.#clock.sleep(REOPEN_MS, signal);
    } while (!signal.aborted && !(await slot.works(target)));
  }
}
