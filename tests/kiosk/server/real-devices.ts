/** A played station with one real driver in it, over twins: on the cable of each of the first something else happens. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import type { CapturedSample, FaceSample } from "../../../api/words/sample.ts";
import { withFaults, type Fixture } from "../../../drivers/fixture.ts";
import { MISHAPS, type Mishap, type PlannedFault } from "../../../drivers/transport/fault-plan.ts";
import { virtualCamera, virtualPad, virtualScanner } from "../../../drivers/virtual.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { Slot } from "../../../kiosk/server/slot.ts";
import type { AssessEffect, Judgement, Look, PenWatcher } from "../../../kiosk/server/station.ts";
import { CameraFailed } from "../../../kiosk/server/trouble.ts";
import { PlayedStation, type Script } from "./played-station.ts";

export type Place = "scanner" | "pad" | "camera";

const FINGER = {
  width: 384,
  height: 290,
  pixels: Uint8Array.from({ length: 384 * 290 }, (_pixel, at) => 60 + ((at % 384) % 9) * 20),
};
const SIGNATURE = {
  maxX: 1000,
  maxY: 600,
  maxPressure: 100,
  points: Array.from({ length: 60 }, (_point, at) => ({
    x: 100 + at * 10,
    y: 300 + (at % 7) * 20,
    pressure: 50,
    t: at * 5000,
    contact: true,
  })),
};
const frame = () => readFileSync(path.join(projectRoot, "fixtures/faces/specimen/frame-4-neutral.jpg"));

/** In the middle of what it sends: a picture, a stroke, a frame. */
const AT: Record<Place, Omit<PlannedFault, "mishap" | "seed">> = {
  scanner: { place: "ep 82", nth: 1 },
  pad: { place: "input", nth: 12 },
  camera: { place: "frame", nth: 1 },
};
const CHARACTERISTIC = { scanner: "finger", pad: "signature", camera: "face" } as const;
const MAKE: Record<Place, () => Fixture> = {
  scanner: () => virtualScanner([FINGER, FINGER, FINGER]),
  pad: () => virtualPad([SIGNATURE, SIGNATURE]),
  camera: () => virtualCamera([frame()]),
};

export class RealDevices extends PlayedStation {
  readonly #slot: Slot;
  readonly #device: Place;
  /** Of the capture that runs, or ran last; undefined: all have been. */
  mishap: Mishap | undefined;

  constructor(device: Place, script: Partial<Script>) {
    super(script);
    this.#device = device;
    const coming = [...MISHAPS];
    const { module, row } = MAKE[device]();
    this.#slot = new Slot({
      features: module.featuresOf(row),
      each: true,
      open: () => {
        this.mishap = coming.shift();
        const whole = MAKE[device]();
        if (this.mishap === undefined) return whole.open();
        return withFaults(whole, [{ ...AT[device], mishap: this.mishap, seed: 7 }]).open();
      },
    });
  }

  override async *frames(signal: AbortSignal): AsyncIterable<FaceSample> {
    if (this.#device !== "camera") {
      yield* super.frames(signal);
      return;
    }
    while (!signal.aborted) {
      const outcome = await this.#slot.capture("face", 4000, signal);
      if (signal.aborted) return;
      if (outcome.kind === "captured" && outcome.sample.characteristic === "face") yield outcome.sample;
      else if (outcome.kind !== "captured")
        throw new CameraFailed(outcome.kind === "failed" ? outcome.fault.code : "timed-out");
      // The twin keeps its own time, which jumps.
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }

  /** Nobody is ready before everything has happened. */
  override async look(frame: FaceSample): Promise<Look> {
    const look = await super.look(frame);
    return { ...look, ready: look.ready && (this.#device !== "camera" || this.mishap === undefined) };
  }

  override async scan(...asked: Parameters<PlayedStation["scan"]>): Promise<CaptureOutcome> {
    const [, deadline, signal] = asked;
    if (this.#device !== "scanner") return super.scan(...asked);
    return this.#slot.capture("right-index", deadline, signal);
  }

  override async write(deadline: number, signal: AbortSignal, pen: PenWatcher): Promise<CaptureOutcome> {
    if (this.#device !== "pad") return super.write(deadline, signal, pen);
    return this.#slot.capture("signature", deadline, signal, { watch: { pen } });
  }

  /** What came through in spite of a mishap is asked for once more, so that the next one has its turn. */
  override async judge(effect: AssessEffect, sample: CapturedSample): Promise<Judgement> {
    const judged = await super.judge(effect, sample);
    const judgedAlone = CHARACTERISTIC[this.#device] !== sample.characteristic;
    if (judgedAlone || this.mishap === undefined) return judged;
    return { assessment: { sufficient: false, rank: [0], reason: "once more" } };
  }

  override async repaired(device: string, signal: AbortSignal): Promise<void> {
    if (device !== this.#device) return super.repaired(device, signal);
    // As long as somebody needs to see it.
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
