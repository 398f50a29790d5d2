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
  /** What was wrong with the picture before: said first, for as long as it is read. */
  readonly first?: { readonly hint: FaceHint; readonly reading: Milliseconds };
}

type Count = NonNullable<Live["face"]["count"]>;

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

/** Steady for a moment, then three lights; none is left out, however seldom a frame comes. */
class Lights {
  readonly #pace: Pace;
  #readySince: Milliseconds | undefined;
  #lit: { readonly count: Count; readonly since: Milliseconds } | undefined;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  out(): void {
    this.#readySince = undefined;
    this.#lit = undefined;
  }

  /** At a frame that is as it should be: which light burns, none yet, or the picture is taken. */
  at(now: Milliseconds): Count | "not-yet" | "take" {
    this.#readySince ??= now;
    if (this.#lit === undefined) {
      if (now - this.#readySince < this.#pace.steady) return "not-yet";
      this.#lit = { count: 3, since: now };
    } else if (now - this.#lit.since >= this.#pace.count) {
      if (this.#lit.count === 1) return "take";
      this.#lit = { count: this.#lit.count === 3 ? 2 : 1, since: now };
    }
    return this.#lit.count;
  }
}

/** Frames of which nothing can be said, one after the other, are borne for as long as an instruction stands. */
class Patience {
  readonly #pace: Pace;
  #since: Milliseconds | undefined;

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  bears(look: Look, now: Milliseconds): boolean {
    if (look.unsure !== true) {
      this.#since = undefined;
      return false;
    }
    this.#since ??= now;
    return now - this.#since < this.#pace.instruction;
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
  const { first } = run;
  const read = clock.now() + (first?.reading ?? 0);
  const doubt = new Doubt(run);
  const lights = new Lights(pace);
  const patience = new Patience(pace);
  while (clock.now() < end) {
    frame = await run.mirror.next(frame, ending);
    if (frame === undefined || signal.aborted) return undefined;
    const look = await run.look(frame);
    if (signal.aborted) return undefined;
    if (look.present) run.present();
    const now = clock.now();
    if (first !== undefined && now < read) {
      run.show({ phase: "guide", hint: first.hint });
      continue;
    }
    if (patience.bears(look, now)) continue;
    const ready = look.ready || (look.present && run.contested(look.hint));
    if (!ready) {
      lights.out();
      // An instruction stands long enough to be read and heard; a new one does not flicker over it.
      if (shown === undefined || (shown.hint !== look.hint && now - shown.since >= pace.instruction)) {
        shown = { hint: look.hint, since: now };
      }
      const contestable = doubt.about(shown, look.present, now);
      run.show({ phase: "guide", hint: shown.hint, ...(contestable && { contestable }) });
      continue;
    }
    const light = lights.at(now);
    if (light === "not-yet") {
      // Praise comes at once; whoever trembles on the edge of it keeps it for as long as an instruction.
      if (shown?.hint !== "ready") shown = { hint: "ready", since: now };
      run.show({ phase: "guide", hint: "ready" });
      continue;
    }
    // During the lights whatever goes wrong is said at once.
    shown = undefined;
    if (light === "take") {
      run.show({ phase: "taking", hint: "ready" });
      return frame;
    }
    run.show({ phase: "countdown", hint: "ready", count: light });
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
