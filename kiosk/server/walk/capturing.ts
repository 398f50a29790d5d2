/** Runs one capture at a time on the station, and waits for a device that failed. */
import { OutsideFault } from "../../../api/base/faults.ts";
import { id } from "../../../api/base/log.ts";
import type { CaptureOutcome, DeviceFaultCode } from "../../../api/words/capture.ts";
import type { KioskCommand } from "../../../api/words/kiosk-command.ts";
import type { FaceHint } from "../../../api/words/hints.ts";
import type { CapturedSample, FaceSample } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { SessionEffect } from "../../session/state.ts";
import { partOf } from "../../session/steps.ts";
import { takeFace, type FaceRun } from "../face-run.ts";
import { checksBehind, isContested } from "../look/contestable.ts";
import { readingOf, stretched } from "../pace.ts";
import { REST, type Live } from "../presentation.ts";
import { signedOnScreen } from "../strokes.ts";
import { TARGET_DEVICES, type GlassWatcher, type Station } from "../station.ts";
import { CameraFailed } from "../trouble.ts";
import { isCurrent, type Scene } from "./scene.ts";
import type { Showcase } from "./showcase.ts";

export type CaptureEffect = Extract<SessionEffect, { kind: "capture" }>;

export class Capturing {
  readonly #scene: Scene;
  readonly #showcase: Showcase;
  #running: AbortController | undefined;
  #signed: ((outcome: CaptureOutcome) => void) | undefined;
  /** What was wrong with the last picture, where nobody could say it before: it was taken unseen, or judged more strictly. */
  #amiss: FaceHint | undefined;
  /** The latest wait for a device. */
  #repairing: AbortController | undefined;
  /** Between capture and judgement; afterwards the station holds what is kept. */
  #sample: CapturedSample | undefined;

  constructor(scene: Scene, showcase: Showcase) {
    this.#scene = scene;
    this.#showcase = showcase;
  }

  /** Ends with the capture that runs now. */
  get signal(): AbortSignal | undefined {
    return this.#running?.signal;
  }

  /** What was captured last, once. */
  takeSample(): CapturedSample | undefined {
    const sample = this.#sample;
    this.#sample = undefined;
    return sample;
  }

  stop(): void {
    this.#running?.abort();
  }

  forget(): void {
    this.#amiss = undefined;
    this.#sample = undefined;
    this.#signed = undefined;
  }

  /** What to do about the picture that was refused, said before the next; what was seen to be wrong with it goes first. */
  refused(hint: FaceHint | undefined): void {
    this.#amiss ??= hint;
  }

  /** A signature drawn on the screen. A tap is no signature: the field stays open. */
  async sign(command: Extract<KioskCommand, { kind: "sign" }>): Promise<void> {
    const scene = this.#scene;
    const [signed, signal] = [this.#signed, this.signal];
    if (signed === undefined || signal === undefined) return;
    const outcome = await signedOnScreen(command, scene.options, signal);
    if (signal.aborted || this.#signed !== signed) return;
    if (outcome.kind === "retry") return scene.live({ signature: { hint: "sign-longer" } });
    this.#signed = undefined;
    signed(outcome);
  }

  start(effect: CaptureEffect): void {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const scene = this.#scene;
    const { number } = effect;
    const work = async () => {
      const outcome = await this.#outcome(effect, running.signal);
      if (running.signal.aborted || !isCurrent(scene, number)) return;
      const at = scene.options.clock.now();
      if (outcome.kind === "captured") {
        this.#sample = outcome.sample;
        scene.input({ kind: "captured", number, at });
      } else if (outcome.kind === "retry") {
        scene.input({ kind: "retry", number, at, reason: outcome.reason });
      } else if (outcome.kind === "failed") {
        scene.input({ kind: "device-failed", number, at, code: outcome.fault.code });
      }
    };
    void scene.guard(work());
  }

  async #outcome(effect: CaptureEffect, signal: AbortSignal): Promise<CaptureOutcome> {
    const scene = this.#scene;
    const { station, signing } = scene.options;
    const { live, comfort } = scene.presentation;
    const deadline = stretched(effect.deadline, comfort);
    if (effect.target === "face") return this.#face(effect, deadline, signal);
    if (effect.target === "signature") {
      // What was wrong last time stands while the person signs again.
      scene.ink.clear();
      return signing === "pad"
        ? station.write(deadline, signal, (point, extent) => scene.ink.add(point, extent))
        : this.#onScreen(signal);
    }
    const { hint } = live.finger;
    // What was wrong last time stands while the finger comes again; only a good one is followed by a fresh start.
    if (hint === "done" || hint === "hold") scene.live({ finger: REST.finger });
    return station.scan(effect.target, deadline, signal, this.#glass(signal));
  }

  /** What lies on the glass, before anybody has judged it. */
  #glass(signal: AbortSignal): GlassWatcher {
    const tell = (finger: Live["finger"]) => {
      if (!signal.aborted) this.#scene.live({ finger });
    };
    // What was to be done better stands again once the finger has left.
    const { hint } = this.#scene.presentation.live.finger;
    const hints = { there: "hold", "still-there": "lift", gone: hint } as const;
    return {
      print: (print) => tell({ hint: "hold", print: this.#showcase.glimpse(print) }),
      // The last print stands until there is another to show.
      finger: (what) => tell({ ...this.#scene.presentation.live.finger, hint: hints[what] }),
    };
  }

  async #face(effect: CaptureEffect, deadline: number, signal: AbortSignal): Promise<CaptureOutcome> {
    const scene = this.#scene;
    const { mirror } = scene;
    const { station, clock, pace } = scene.options;
    const contests = this.#contests();
    const amiss = this.#amiss;
    const first = amiss !== undefined && contests.contested(amiss) ? undefined : amiss;
    scene.live({ face: first === undefined ? REST.face : { ...REST.face, hint: first } });
    mirror.show(true);
    const look = (frame: Parameters<Station["look"]>[0]) => station.look(frame, effect.portrait, signal);
    const show = (face: Live["face"]) => scene.live({ face });
    const present = () => scene.touch();
    const said = first && { first: { hint: first, reading: readingOf(pace, scene.presentation.comfort) } };
    const run = { mirror, clock, pace, look, show, present, ...contests, ...said };
    const sample = await takeFace(run, deadline, signal);
    if (mirror.blind && !signal.aborted) return this.#unseen(deadline, signal);
    this.#amiss = undefined;
    if (sample === undefined) return { kind: "retry", reason: "nothing-presented" };
    // A frame of a still camera's live view is what one looks at; the picture is taken now.
    return sample.live === true && station.release !== undefined
      ? station.release(deadline, signal)
      : { kind: "captured", sample };
  }

  /**
   * A camera that can only be released: nothing can be said of a face that nobody sees, so the person looks at the camera, three
   * lights go out, and one picture is taken. It is judged like any other; what was wrong with it is said before the next.
   */
  async #unseen(deadline: number, signal: AbortSignal): Promise<CaptureOutcome> {
    const scene = this.#scene;
    const { station, clock, pace } = scene.options;
    const show = (face: Live["face"]) => scene.live({ face: { ...face, unseen: true } });
    const reading = readingOf(pace, scene.presentation.comfort);
    const steps: readonly (readonly [Live["face"], Milliseconds])[] = [
      ...(this.#amiss === undefined || this.#amiss === "look-here"
        ? []
        : ([[{ phase: "guide", hint: this.#amiss }, reading]] as const)),
      [{ phase: "guide", hint: "look-here" }, reading],
      ...([3, 2, 1] as const).map(
        (count) => [{ phase: "countdown", hint: "look-here", count }, pace.count] as const,
      ),
    ];
    for (const [face, time] of steps) {
      show(face);
      await clock.sleep(time, signal);
      if (signal.aborted) return { kind: "cancelled" };
    }
    show({ phase: "taking", hint: "ready" });
    if (station.release === undefined) return { kind: "retry", reason: "no-live-view" };
    const outcome = await station.release(deadline, signal);
    if (outcome.kind === "captured" && outcome.sample.characteristic === "face")
      this.#amiss = await this.#wrongWith(outcome.sample);
    return outcome;
  }

  /** A picture that cannot be read is judged so; here it says nothing. */
  async #wrongWith(picture: FaceSample): Promise<FaceHint | undefined> {
    try {
      return await this.#scene.options.station.amiss?.(picture);
    } catch (error) {
      if (!(error instanceof OutsideFault)) throw error;
      return undefined;
    }
  }

  #contests(): Pick<FaceRun, "contestable" | "contested"> {
    const scene = this.#scene;
    return {
      contestable: (hint) => checksBehind(hint).length > 0,
      contested: (hint) => "data" in scene.state && isContested(scene.state.data, hint),
    };
  }

  #onScreen(signal: AbortSignal): Promise<CaptureOutcome> {
    return new Promise((resolve) => {
      signal.addEventListener("abort", () => resolve({ kind: "cancelled" }), { once: true });
      this.#signed = resolve;
    });
  }

  cameraFailed(error: unknown): void {
    const scene = this.#scene;
    scene.options.log.write("error", "camera failed", {
      why: id(error instanceof Error ? error.name : "unknown"),
    });
    const code = error instanceof CameraFailed ? error.fault : "stalled";
    const { state } = scene;
    if (state.kind !== "face" || state.acquiring.phase !== "capturing") return;
    const { number } = state.acquiring;
    this.stop();
    scene.input({ kind: "device-failed", number, at: scene.options.clock.now(), code });
  }

  /** The session goes on by itself once the device works again. */
  awaitRepair(target: CaptureEffect["target"], code: DeviceFaultCode): void {
    const scene = this.#scene;
    const { station, log, clock, pace } = scene.options;
    const device = TARGET_DEVICES[partOf(target)];
    log.write("error", "device fault", { device: id(device), code: id(code) });
    const waiting = new AbortController();
    this.#running = waiting;
    this.#repairing = waiting;
    const work = async () => {
      await station.repaired(device, waiting.signal);
      const { state } = scene;
      if (waiting.signal.aborted || !("acquiring" in state) || state.acquiring.phase !== "faulted") return;
      scene.input({ kind: "device-ready", at: clock.now() });
      scene.live({ again: true });
      await clock.sleep(pace.again, this.signal);
      // It failed and works once more: that it does stands as long again.
      if (this.#repairing !== waiting) return;
      const { again: _again, ...live } = scene.presentation.live;
      scene.present((now) => ({ ...now, live }));
    };
    void scene.guard(work());
  }
}
