/** The live guidance as the walk uses it: one look after the other, one thing to do, and whether the picture may be taken. */
import type { FaceInstruction } from "../../../api/words/guidance.ts";
import type { FaceHint } from "../../../api/words/hints.ts";
import {
  guide,
  startGuidance,
  type GuidanceState,
  type GuidanceTimes,
} from "../../../models/face/guidance/guide.ts";
import type { FaceObservation } from "../../../models/face/guidance/observation.ts";
import { PROBLEMS } from "../../../models/face/guidance/problems.ts";
import { GUIDANCE_TIMES } from "../../../models/params/guidance.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Look, StillLook } from "../station.ts";

const HINTS: Record<FaceInstruction, FaceHint> = {
  "come-into-view": "look-here",
  "one-person-only": "alone",
  "come-closer": "come-closer",
  "step-back": "go-back",
  "move-left": "move-left",
  "move-right": "move-right",
  "move-up": "move-up",
  "move-down": "move-down",
  "uncover-face": "uncover-face",
  "straighten-head-left": "head-straight",
  "straighten-head-right": "head-straight",
  "turn-left": "turn-left",
  "turn-right": "turn-right",
  "chin-up": "chin-up",
  "chin-down": "chin-down",
  "uncover-eyes": "glasses",
  "open-eyes": "open-eyes",
  "look-here": "look-here",
  "close-mouth": "close-mouth",
  "hold-still": "hold-still",
  "light-too-dark": "light",
  "light-too-bright": "light",
  "light-from-behind": "light",
  // The person cannot help it; the walk notices by itself that no picture comes.
  "camera-frozen": "look-here",
  "stay-like-this": "ready",
};

/** A picture that was taken unseen, by itself: the first thing that is wrong with it; undefined: nothing, as far as one picture tells. */
export const amissIn = (seen: FaceObservation): FaceHint | undefined => {
  const first = PROBLEMS.find((one) => (one.badness(seen, undefined) ?? -Infinity) > one.pair.raise);
  return first && HINTS[first.instruction];
};

/** The same picture for the station: what is wrong with it, and how a face lies that is not upright. */
export const stillLook = (seen: FaceObservation): StillLook => {
  const [amiss, { lying }] = [amissIn(seen), seen];
  return {
    present: seen.face !== undefined,
    ...(amiss === undefined ? {} : { amiss }),
    ...(lying === undefined ? {} : { lying }),
  };
};

/** Nobody looked for this long: another acquisition, another beginning. */
const ANEW_MS = 3000;
/** The walk itself counts down and knows its limit; here neither ends. */
const ENDLESS = 1e12;

export class FaceGuide {
  #state: GuidanceState | undefined;
  #at: Milliseconds = 0;
  #pace: Milliseconds = 0;

  next(seen: FaceObservation): Look {
    const gap = seen.at - this.#at;
    this.#at = seen.at;
    if (this.#state === undefined || this.#state.kind !== "guiding" || gap > ANEW_MS) {
      this.#state = startGuidance(seen.at);
      this.#pace = 0;
    } else this.#pace = this.#pace === 0 ? gap : this.#pace * 0.7 + gap * 0.3;
    const state = guide(this.#state, seen, this.#times());
    this.#state = state;
    const ready = state.kind === "guiding" && state.goodSince !== undefined;
    // A frame that repeats says nothing of now: whoever is in it may be gone, and it is never captured.
    const stale = state.kind === "guiding" && state.fresh?.at !== seen.at;
    const present = seen.face !== undefined && !stale;
    // Stood well, and nothing that would be said has been confirmed since.
    const unsure = !ready && state.instruction === "stay-like-this" && seen.face !== undefined;
    if (unsure) return { hint: "hold-still", ready, present, unsure };
    const { lying } = seen;
    return { hint: HINTS[state.instruction], ready, present, ...(lying === undefined ? {} : { lying }) };
  }

  /** Where looking itself is slow, frames that are far apart are not stale yet. */
  #times(): GuidanceTimes {
    return {
      ...GUIDANCE_TIMES,
      holdMs: ENDLESS,
      limitMs: ENDLESS,
      staleMs: Math.max(GUIDANCE_TIMES.staleMs, this.#pace * 3),
    };
  }
}
