/** While a device takes samples, or papers are asked for: what may be said, and what it leads to. */
import { acquire, type AcquireInput } from "./acquire.ts";
import { concluded, interrupted } from "./outcomes.ts";
import { paperInHand, paperOf, withPaper } from "./papers.ts";
import type { Policy } from "./policy.ts";
import { contested } from "./review.ts";
import type { ActiveState, Data, SessionEffect, SessionInput } from "./state.ts";
import {
  advance,
  advanceFingers,
  advancePapers,
  after,
  isOptional,
  leaveOut,
  nextNumber,
  rulesOf,
  settle,
  stepTo,
  type SessionStep,
} from "./steps.ts";

type Acquisitive = Extract<ActiveState, { acquiring: unknown }>;

const ACQUIRE_INPUTS = new Set<string>([
  "captured",
  "retry",
  "device-failed",
  "device-ready",
  "assessed",
  "declined",
  "preferred",
]);
const isAcquireInput = (input: SessionInput): input is AcquireInput => ACQUIRE_INPUTS.has(input.kind);

/** Undefined: illegal here. */
export const whileAcquiring = (
  policy: Policy,
  state: Acquisitive,
  data: Data,
  input: SessionInput,
): SessionStep | undefined => {
  const { target } = state.acquiring;
  if (isAcquireInput(input)) {
    const outcome = acquire(state.acquiring, input, rulesOf(policy, data, target));
    return outcome === undefined ? undefined : concluded(policy, data, outcome, target, input.at);
  }
  const cancelled: readonly SessionEffect[] = [{ kind: "cancel-capture" }];
  switch (input.kind) {
    case "head-covering":
      return state.kind === "face"
        ? stepTo({ ...state, data: { ...data, headCovering: { reason: input.reason } } })
        : undefined;
    case "contest":
      return state.kind === "face" && input.part === "face"
        ? stepTo({ ...state, data: contested(data, input, state.acquiring.number) })
        : undefined;
    case "finger-missing": {
      if (state.kind !== "fingers") return undefined;
      const missing = [
        ...data.missing.filter(({ position }) => position !== input.finger.position),
        input.finger,
      ];
      const told = { ...data, missing };
      if (input.finger.position !== target && data.mode === "attended")
        return stepTo({ ...state, data: told });
      return after(cancelled, advanceFingers(policy, interrupted(state, told, input.at), input.at));
    }
    case "skip":
      return isOptional(data, state.kind)
        ? after(
            cancelled,
            advance(policy, leaveOut(interrupted(state, data, input.at), state.kind), input.at),
          )
        : undefined;
    case "cannot-sign": {
      if (state.kind !== "signature") return undefined;
      const settled = settle(interrupted(state, data, input.at), "signature");
      return after(
        cancelled,
        advance(policy, { ...settled, signature: { kind: "cannot-sign", reason: input.reason } }, input.at),
      );
    }
    default:
      return undefined;
  }
};

/** Undefined: illegal here. */
export const onPapers = (policy: Policy, data: Data, input: SessionInput): SessionStep | undefined => {
  if (input.kind !== "page-kept" && input.kind !== "paper-absent") return undefined;
  const asked = paperInHand(data, policy.ages.adult);
  if (asked?.id !== input.paper) return undefined;
  const paper = paperOf(data, asked.id);
  if (input.kind === "paper-absent")
    return advancePapers(policy, withPaper(data, { ...paper, done: true }), input.at);
  if (input.page.number !== nextNumber(data)) return undefined;
  const pages = [...paper.pages, input.page];
  return advancePapers(policy, withPaper(data, { ...paper, pages, done: !input.more }), input.at);
};
