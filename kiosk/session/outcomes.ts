/** What follows from the end of an attempt: next attempt, next target, discarding, the desk. */
import { never } from "../../api/base/faults.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Outcome, Target, Try } from "./acquire.ts";
import type { Policy } from "./policy.ts";
import type { ActiveState, Data, SessionState } from "./state.ts";
import {
  advance,
  advanceFingers,
  after,
  finish,
  leaveFingers,
  partOf,
  running,
  settle,
  stepTo,
  type SessionStep,
} from "./steps.ts";

/** With these attempts in the log, each once. */
export const noted = (data: Data, tries: readonly Try[]): Data => {
  const known = new Set(data.tries.map(({ number }) => number));
  return { ...data, tries: [...data.tries, ...tries.filter(({ number }) => !known.has(number))] };
};

/** First time: everything captured of the fingers is discarded and begun again; second time for the same finger: the desk. */
const sameFingerTwice = (
  policy: Policy,
  data: Data,
  attempt: Try,
  target: Target,
  at: Milliseconds,
): SessionStep => {
  const warning = { what: target, doubt: "same-finger-twice", number: attempt.number } as const;
  const warned: Data = { ...data, warnings: [...data.warnings, warning], fingerResults: [] };
  const numbers = data.tries
    .filter((tried) => partOf(tried.target) === "fingers")
    .map(({ number }) => number);
  const discard = { kind: "discard", numbers } as const;
  if (data.sequenceErrors.some((position) => position === target))
    return after(
      [discard, { kind: "tell-operator", warning }],
      leaveFingers(policy, warned, "same-finger-twice", at),
    );
  const sequenceErrors = target === "face" || target === "signature" ? [] : [...data.sequenceErrors, target];
  return after(
    [discard, { kind: "show", message: "same-finger-twice" }],
    advanceFingers(policy, { ...warned, sequenceErrors }, at),
  );
};

/** The images stay for the operator; the applicant is told nothing but where to go. */
const attackSuspected = (
  policy: Policy,
  data: Data,
  attempt: Try,
  target: Target,
  at: Milliseconds,
): SessionStep => {
  const warning = { what: target, doubt: "attack-suspected", number: attempt.number } as const;
  const warned: Data = { ...data, warnings: [...data.warnings, warning] };
  const part = partOf(target);
  return after(
    [{ kind: "tell-operator", warning }],
    part === "fingers"
      ? leaveFingers(policy, warned, "attack-suspected", at)
      : advance(policy, settle(warned, part, "attack-suspected"), at),
  );
};

/** Attended, a doubt about a print that is taken anyway is told at once. */
const operatorWarnings = (data: Data, chosen: Try | undefined): Data["warnings"] => {
  if (chosen === undefined) return [];
  const { target: what, number, assessment } = chosen;
  return [
    ...(assessment?.duplicateOf === undefined ? [] : [{ what, number, doubt: "same-finger-twice" } as const]),
    ...(assessment?.attackSuspected === true ? [{ what, number, doubt: "attack-suspected" } as const] : []),
  ];
};

export const concluded = (
  policy: Policy,
  data: Data,
  outcome: Outcome,
  target: Target,
  at: Milliseconds,
): SessionStep => {
  switch (outcome.kind) {
    case "capture":
    case "assess":
      return running(policy, noted(data, outcome.acquiring.tries), outcome);
    case "faulted": {
      const state = {
        kind: partOf(target),
        data: noted(data, outcome.acquiring.tries),
        acquiring: outcome.acquiring,
      };
      const code = outcome.acquiring.fault ?? "garbage";
      return stepTo(state, { kind: "device-fault", target, code });
    }
    case "same-finger-twice":
      return sameFingerTwice(policy, noted(data, outcome.tries), outcome.attempt, target, at);
    case "attack-suspected":
      return attackSuspected(policy, noted(data, outcome.tries), outcome.attempt, target, at);
    case "done": {
      const warnings = operatorWarnings(data, outcome.chosen);
      const known = { ...noted(data, outcome.tries), warnings: [...data.warnings, ...warnings] };
      return after(
        warnings.map((warning) => ({ kind: "tell-operator", warning })),
        finish(policy, known, target, outcome.chosen, at),
      );
    }
    default:
      return never(outcome);
  }
};

/** The power went, or the program was ended, under this session: what ran ends with it. */
export const cutOff = (state: ActiveState | Extract<SessionState, { kind: "sealing" }>): Data => {
  const { touchedAt, cutOffAfter = [] } = state.data;
  const startedAt = "acquiring" in state ? state.acquiring.startedAt : touchedAt;
  const lastKnown = Math.max(startedAt, touchedAt);
  const data =
    state.kind === "sealing" ? state.data : interrupted(state, state.data, lastKnown, { cutOff: true });
  return { ...data, cutOffAfter: [...cutOffAfter, touchedAt] };
};

/** The attempt that runs ends as cancelled: the log keeps every attempt. */
export const interrupted = (
  state: ActiveState,
  data: Data,
  at: Milliseconds,
  why: Pick<Try, "cutOff"> = {},
): Data => {
  if (!("acquiring" in state)) return data;
  const { number, target, startedAt, phase, tries } = state.acquiring;
  const known = noted(data, tries);
  return phase === "faulted"
    ? known
    : noted(known, [{ number, target, startedAt, endedAt: at, verdict: { kind: "cancelled" }, ...why }]);
};
