/**
 * Taking the picture by itself: one instruction at a time, a moment of stillness, three lights, the newest frame.
 * Whatever goes wrong during the lights puts them out and the instruction comes back.
 */
import type { Clock } from "../../api/base/clock.ts";
import type { FaceHint } from "../../api/words/hints.ts";
import type { FaceSample } from "../../api/words/sample.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Mirror } from "./mirror.ts";
import type { Pace } from "./pace.ts";
import type { Live } from "./presentation.ts";
import type { Look } from "./station.ts";

export interface FaceRun {
  readonly mirror: Mirror;
  readonly clock: Clock;
  readonly pace: Pace;
  look(frame: FaceSample): Promise<Look>;
  show(face: Live["face"]): void;
  /** Somebody stands there. */
  present(): void;
  /** The person may say of it that it is so already. */
  contestable(hint: FaceHint): boolean;
  /** The person has said so: it stands no more in the way. */
  contested(hint: FaceHint): boolean;
}

interface ShownHint {
  readonly hint: FaceHint;
  readonly since: Milliseconds;
}

/** Which instruction may be contested: the button does not go from under the hand that reaches for it. */
class Doubt {
  readonly #run: FaceRun;
  #hint: FaceHint | undefined;
  #until: Milliseconds = 0;

  constructor(run: FaceRun) {
    this.#run = run;
  }

  about({ hint, since }: ShownHint, present: boolean, now: Milliseconds): FaceHint | undefined {
    const { pace } = this.#run;
    if (present && now - since >= pace.contest && this.#run.contestable(hint)) {
      this.#hint = hint;
      this.#until = now + pace.contest;
    } else if (now >= this.#until) this.#hint = undefined;
    return this.#hint;
  }
}

/** `ending` aborts at `end`, or before. */
const guided = async (
  run: FaceRun,
  end: Milliseconds,
  ending: AbortSignal,
  signal: AbortSignal,
): Promise<FaceSample | undefined> => {
  const { clock, pace } = run;
  let frame: FaceSample | undefined;
  let shown: ShownHint | undefined;
  let readySince: Milliseconds | undefined;
  const doubt = new Doubt(run);
  while (clock.now() < end) {
    frame = await run.mirror.next(frame, ending);
    if (frame === undefined || signal.aborted) return undefined;
    const look = await run.look(frame);
    if (signal.aborted) return undefined;
    if (look.present) run.present();
    const now = clock.now();
    const ready = look.ready || (look.present && run.contested(look.hint));
    if (!ready) {
      readySince = undefined;
      // An instruction stands long enough to be read and heard; a new one does not flicker over it.
      if (shown === undefined || (shown.hint !== look.hint && now - shown.since >= pace.instruction)) {
        shown = { hint: look.hint, since: now };
      }
      const contestable = doubt.about(shown, look.present, now);
      run.show({ phase: "guide", hint: shown.hint, ...(contestable && { contestable }) });
      continue;
    }
    readySince ??= now;
    const held = now - readySince - pace.steady;
    if (held < 0) {
      // Praise comes at once; whoever trembles on the edge of it keeps it for as long as an instruction.
      if (shown?.hint !== "ready") shown = { hint: "ready", since: now };
      run.show({ phase: "guide", hint: "ready" });
      continue;
    }
    // During the lights whatever goes wrong is said at once.
    shown = undefined;
    const left = 3 - Math.floor(held / pace.count);
    if (left >= 1) {
      run.show({ phase: "countdown", hint: "ready", count: left >= 3 ? 3 : left === 2 ? 2 : 1 });
      continue;
    }
    run.show({ phase: "taking", hint: "ready" });
    return frame;
  }
  return undefined;
};

/** The frame that was taken; undefined: nobody was ready before the deadline, or the signal aborted. */
export const takeFace = async (
  run: FaceRun,
  deadline: Milliseconds,
  signal: AbortSignal,
): Promise<FaceSample | undefined> => {
  const over = new AbortController();
  const ending = AbortSignal.any([signal, over.signal]);
  void run.clock.sleep(deadline, ending).then(() => over.abort());
  try {
    return await guided(run, run.clock.now() + deadline, ending, signal);
  } finally {
    over.abort();
  }
};
