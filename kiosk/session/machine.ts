/**
 * The one session machine, pure; the policy is its data. Who drives it captures, assesses, shows, seals and wipes as the
 * effects say, and answers with inputs.
 *
 *   idle --start--> reference --given--> consent --given--> face --> fingers --> signature --> documents --> review
 *                          (payment and identifier, where the service asks for them, stand between reference and consent)
 *                                          |                 (each: acquire.ts; which finger: fingers.ts)  |   |
 *                                          +--refused--> ended                    redo, veto <-------------+   |
 *                                                                                                            confirm
 *   review --confirm, control needed--> awaiting-control --control-passed--> sealing --sealed--> ticket --> ended
 *   review --confirm----------------------------------------------------------^  |  ^
 *                                                              seal-failed ------+--+ seal-again
 *   sealing --seal-failed (what does not pass by itself, or for too long), set-aside--> awaiting-control, held
 *   awaiting-control, held --seal-again--> sealing
 *   awaiting-control --take-over (parts left open)--> the open parts, attended --> review
 *   awaiting-control --control-failed, or its hours are over--> ended (wiped)
 *
 *   reference .. review --pause--> paused --resume (its reference, or an operator)--> where it was, attempt begun anew
 *   reference .. review, paused --abandon, or nobody touches it for policy.wipeMs--> ended (wiped)
 *   A power cut leaves the last state on the disk; it comes back as paused (reference .. review) or as it was.
 */
import type { Machine } from "../../api/base/machine.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { onPapers, whileAcquiring } from "./capturing.ts";
import { onEnding } from "./ending.ts";
import { fresh, onOpening } from "./opening.ts";
import { cutOff, interrupted, noted } from "./outcomes.ts";
import type { Policy } from "./policy.ts";
import { end, onControl, onReview } from "./review.ts";
import type { ActiveState, Data, SessionEffect, SessionInput, SessionState } from "./state.ts";
import { setBack } from "./set-back.ts";
import { advancePapers, beginTarget, stepTo, told, type SessionStep } from "./steps.ts";

export type SessionMachine = Machine<SessionState, SessionInput, SessionEffect>;

const MESSAGES = {
  reference: "give-reference",
  payment: "ask-payment",
  identifier: "ask-national-number",
  consent: "ask-consent",
  review: "review",
} as const;

/** An acquisition is begun anew: what was on the glass when the session stopped is not known. */
const reenter = (policy: Policy, inner: ActiveState, data: Data, at: Milliseconds): SessionStep => {
  if (inner.kind === "documents") return advancePapers(policy, data, at);
  if (!("acquiring" in inner)) {
    return stepTo({ ...inner, data }, { kind: "show", message: MESSAGES[inner.kind] });
  }
  const known = noted(data, inner.acquiring.tries);
  return beginTarget(policy, known, inner.acquiring.target, at, inner.acquiring);
};

const onPaused = (
  policy: Policy,
  state: Extract<SessionState, { kind: "paused" }>,
  input: SessionInput,
): SessionStep | undefined => {
  const { inner, data } = state;
  switch (input.kind) {
    case "resume": {
      if (input.at - data.touchedAt >= policy.wipeMs) return end(data, "timed-out");
      const own = input.by.kind === "operator" || input.by.reference === data.reference;
      if (!own) return stepTo(state, { kind: "show", message: "not-your-session" });
      return reenter(policy, inner, { ...data, touchedAt: input.at }, input.at);
    }
    case "abandon":
      return end(data, "abandoned");
    case "tick":
      return input.at - data.touchedAt < policy.wipeMs ? stepTo(state) : end(data, "timed-out");
    default:
      return undefined;
  }
};

const onActive = (policy: Policy, state: ActiveState, input: SessionInput): SessionStep | undefined => {
  if (input.kind === "tick")
    return input.at - state.data.touchedAt < policy.wipeMs ? stepTo(state) : end(state.data, "timed-out");
  if (input.kind === "abandon") return end(state.data, "abandoned");
  if (input.kind === "pause")
    return stepTo(
      { kind: "paused", inner: state, data: interrupted(state, state.data, input.at) },
      { kind: "cancel-capture" },
    );
  const data = { ...state.data, touchedAt: input.at };
  switch (state.kind) {
    case "reference":
    case "payment":
    case "identifier":
    case "consent":
      return onOpening(policy, state.kind, data, input);
    case "documents":
      return onPapers(policy, data, input);
    case "review":
      return onReview(policy, data, input);
    default:
      return whileAcquiring(policy, state, data, input);
  }
};

const TELLING = new Set<SessionEffect["kind"]>(["show", "discard"]);

/** The session machine under a policy. Undefined, an illegal input in this state, stops the program (`step`). */
export const sessionMachine =
  (policy: Policy): SessionMachine =>
  (state, input) => {
    const next = transition(policy, setBack(policy, state, input.at), input);
    if (next === undefined || !("data" in next.state)) return next;
    // A second that passes leaves the state as it was.
    if (!next.effects.some(({ kind }) => TELLING.has(kind))) return next;
    return { ...next, state: { ...next.state, data: told(next.state.data, next.effects) } };
  };

const transition = (policy: Policy, state: SessionState, input: SessionInput): SessionStep | undefined => {
  switch (state.kind) {
    case "idle":
      return input.kind === "start"
        ? stepTo({ kind: "reference", data: fresh(input) }, { kind: "show", message: "give-reference" })
        : undefined;
    case "paused":
      return onPaused(policy, state, input);
    case "awaiting-control":
      return onControl(policy, state.data, state.until, input);
    case "sealing":
    case "ticket":
      return onEnding(policy, state, input);
    case "ended":
      return input.kind === "tick" ? stepTo(state) : undefined;
    default:
      return onActive(policy, state, input);
  }
};

/** What a state left on the disk by a power cut is when the kiosk comes back. */
export const restored = (state: SessionState): SessionState => {
  switch (state.kind) {
    case "reference":
    case "payment":
    case "identifier":
    case "consent":
    case "face":
    case "fingers":
    case "signature":
    case "documents":
    case "review":
      return { kind: "paused", inner: state, data: cutOff(state) };
    case "sealing":
      return { ...state, data: cutOff(state) };
    default:
      return state;
  }
};
