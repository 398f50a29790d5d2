/**
 * The live guidance as a pure function: state and observation in, state out; the caller shows the instruction and
 * takes the picture when told to. Shown to the applicant: one instruction, never a number (TR-03121 FM UI-FI-BSJ).
 *
 *   guiding --all holds for holdMs--> capture
 *   guiding --limitMs passed--------> timed-out
 *   guiding --face gone for goneMs--> gone
 */
import { power } from "../../../api/base/power.ts";
import type { FaceInstruction } from "../../../api/words/guidance.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { GUIDANCE_TIMES } from "../../params/guidance.ts";
import type { FaceObservation } from "./observation.ts";
import { PROBLEMS } from "./problems.ts";
import type { Problem } from "./problems.ts";

export interface GuidanceTimes {
  readonly leastShownMs: Milliseconds;
  readonly holdMs: Milliseconds;
  readonly goneMs: Milliseconds;
  readonly limitMs: Milliseconds;
  readonly staleMs: Milliseconds;
}

/** Of one problem: since when it is seen, and whether it was raised. */
interface Watch {
  readonly since?: Milliseconds;
  readonly raised: boolean;
}

interface Common {
  readonly startedAt: Milliseconds;
  readonly instruction: FaceInstruction;
}

export type GuidanceState =
  | (Common & {
      readonly kind: "guiding";
      readonly shownSince: Milliseconds;
      readonly watches: readonly Watch[];
      /** Since when everything holds. */
      readonly goodSince?: Milliseconds;
      /** Eye distances a second, the lasting part. */
      readonly speed?: number;
      /** When a face was last seen. */
      readonly faceAt?: Milliseconds;
      /** The last frame that differed from the one before it, and when it came. */
      readonly fresh?: { readonly at: Milliseconds; readonly seen: FaceObservation };
    })
  | (Common & { readonly kind: "capture"; readonly at: Milliseconds; readonly frame: number })
  | (Common & { readonly kind: "timed-out" | "gone"; readonly at: Milliseconds });

type Guiding = Extract<GuidanceState, { kind: "guiding" }>;

export const startGuidance = (at: Milliseconds): GuidanceState => ({
  kind: "guiding",
  startedAt: at,
  instruction: "come-into-view",
  shownSince: at,
  watches: PROBLEMS.map(() => ({ raised: false })),
});

/** Eye distances a second between two frames; undefined where one of them has no face. */
const speedBetween = (before: FaceObservation | undefined, now: FaceObservation): number | undefined => {
  if (before?.face === undefined || now.face === undefined || now.at <= before.at) return undefined;
  const d = (before.face.distance + now.face.distance) / 2;
  const moved = Math.hypot(
    now.face.x - before.face.x,
    now.face.y - before.face.y,
    now.face.distance - before.face.distance,
  );
  return (moved / d / (now.at - before.at)) * 1000;
};

/** Who sways stands still at each turn: a movement counts on for a moment. */
const lasting = (before: number | undefined, now: number | undefined, ms: Milliseconds): number | undefined =>
  now === undefined
    ? undefined
    : Math.max(now, (before ?? 0) * power(0.5, ms / GUIDANCE_TIMES.movementHalfLifeMs));

const watch = (problem: Problem, before: Watch, badness: number | undefined, at: Milliseconds): Watch => {
  // What cannot be said is no problem that the applicant could be told of.
  if (badness === undefined) return { raised: false };
  if (before.raised) return badness > problem.pair.clear ? before : { raised: false };
  if (badness <= problem.pair.raise) return { raised: false };
  const since = before.since ?? at;
  return { since, raised: at - since >= problem.confirmMs };
};

/** The first raised problem; the one on show stands until it has been read, unless it is put right. */
const choose = (
  state: Guiding,
  watches: readonly Watch[],
  holds: boolean,
  at: Milliseconds,
  times: GuidanceTimes,
): Pick<Guiding, "instruction" | "shownSince"> => {
  const first = PROBLEMS.find((_, i) => watches[i]?.raised);
  const wanted = first?.instruction ?? (holds ? "stay-like-this" : state.instruction);
  const keep = { instruction: state.instruction, shownSince: state.shownSince };
  if (wanted === state.instruction) return keep;
  const lasts = PROBLEMS.some(
    (problem, i) => problem.instruction === state.instruction && watches[i]?.raised === true,
  );
  const unread = at - state.shownSince < times.leastShownMs;
  return lasts && unread ? keep : { instruction: wanted, shownSince: at };
};

/** A camera that repeats a frame, or stays silent, is frozen: nothing is decided from it. */
const frozen = (state: Guiding, seen: FaceObservation, times: GuidanceTimes): GuidanceState => {
  const since = state.fresh?.at ?? seen.at;
  const { goodSince: _, ...rest } = state;
  return seen.at - since < times.staleMs
    ? rest
    : {
        ...rest,
        instruction: "camera-frozen",
        shownSince: state.instruction === "camera-frozen" ? state.shownSince : seen.at,
      };
};

/** The end that time alone brings. */
const timedOut = (
  { startedAt, instruction }: Guiding,
  at: Milliseconds,
  times: GuidanceTimes,
): GuidanceState | undefined =>
  at - startedAt >= times.limitMs ? { kind: "timed-out", startedAt, instruction, at } : undefined;

/** A live camera has shown no face for a while, after it had shown one. */
const left = (state: Guiding, seen: FaceObservation, times: GuidanceTimes): boolean =>
  seen.face === undefined && state.faceAt !== undefined && seen.at - state.faceAt >= times.goneMs;

/** Ended states stay as they are: start anew for another attempt. */
export const guide = (
  state: GuidanceState,
  seen: FaceObservation,
  times: GuidanceTimes = GUIDANCE_TIMES,
): GuidanceState => {
  if (state.kind !== "guiding") return state;
  const over = timedOut(state, seen.at, times);
  if (over !== undefined) return over;
  const before = state.fresh?.seen;
  if (before !== undefined && before.frame === seen.frame) return frozen(state, seen, times);
  if (left(state, seen, times))
    return { kind: "gone", startedAt: state.startedAt, instruction: state.instruction, at: seen.at };
  const gap = state.fresh !== undefined && seen.at - state.fresh.at >= times.staleMs;
  const speed = gap
    ? undefined
    : lasting(state.speed, speedBetween(before, seen), seen.at - (before?.at ?? seen.at));
  const badnesses = PROBLEMS.map((problem) => problem.badness(seen, speed));
  const watches = PROBLEMS.map((problem, i) =>
    watch(problem, state.watches[i] ?? { raised: false }, badnesses[i], seen.at),
  );
  const clean = PROBLEMS.every(
    (problem, i) => watches[i]?.raised !== true && (badnesses[i] ?? -Infinity) <= problem.pair.raise,
  );
  // Movement takes two frames to be known.
  const holds = clean && speed !== undefined;
  const goodSince = holds ? (state.goodSince ?? seen.at) : undefined;
  const shown = choose(state, watches, holds, seen.at, times);
  if (goodSince !== undefined && seen.at - goodSince >= times.holdMs)
    return {
      kind: "capture",
      startedAt: state.startedAt,
      instruction: "stay-like-this",
      at: seen.at,
      frame: seen.frame,
    };
  const faceAt = seen.face === undefined ? state.faceAt : seen.at;
  return {
    kind: "guiding",
    startedAt: state.startedAt,
    ...shown,
    watches,
    fresh: { at: seen.at, seen },
    ...(goodSince === undefined ? {} : { goodSince }),
    ...(faceAt === undefined ? {} : { faceAt }),
    ...(speed === undefined ? {} : { speed }),
  };
};

/** Time passes without a frame: the same ends, and a silent camera shows. */
export const tick = (
  state: GuidanceState,
  at: Milliseconds,
  times: GuidanceTimes = GUIDANCE_TIMES,
): GuidanceState => {
  if (state.kind !== "guiding") return state;
  const over = timedOut(state, at, times);
  if (over !== undefined) return over;
  return state.fresh === undefined || at - state.fresh.at < times.staleMs
    ? state
    : frozen(state, { ...state.fresh.seen, at }, times);
};
