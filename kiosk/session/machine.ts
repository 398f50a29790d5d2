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
import { acquire, type AcquireInput } from "./acquire.ts";
import { concluded, interrupted, noted } from "./outcomes.ts";
import { paperInHand, paperOf, withPaper } from "./papers.ts";
import type { Policy } from "./policy.ts";
import { contested, end, hold, onControl, onReview } from "./review.ts";
import type { ActiveState, Data, SessionEffect, SessionInput, SessionState } from "./state.ts";
import {
  advance,
  advanceFingers,
  advancePapers,
  after,
  beginTarget,
  nextNumber,
  isOptional,
  leaveOut,
  rulesOf,
  settle,
  stepTo,
  type SessionStep,
} from "./steps.ts";
import type { Milliseconds } from "../../api/words/units.ts";

export type SessionMachine = Machine<SessionState, SessionInput, SessionEffect>;

const fresh = (input: Extract<SessionInput, { kind: "start" }>): Data => ({
  packetId: input.packetId,
  startedAt: input.at,
  touchedAt: input.at,
  mode: input.mode,
  facts: input.facts,
  ...(input.without === undefined || input.without.length === 0 ? {} : { without: input.without }),
  ...(input.wanted === undefined || input.wanted.length === 0 ? {} : { wanted: input.wanted }),
  ...(input.optional === undefined || input.optional.length === 0 ? {} : { optional: input.optional }),
  ...(input.service === undefined ? {} : { service: input.service }),
  ...(input.asksPayment === undefined ? {} : { asksPayment: input.asksPayment }),
  ...(input.asksNationalNumber === undefined ? {} : { asksNationalNumber: input.asksNationalNumber }),
  tries: [],
  fingerResults: [],
  fingers: [],
  missing: [],
  sequenceErrors: [],
  settled: input.without ?? [],
  doubts: [],
  warnings: [],
  overrides: [],
});

type ConsentGiven = Extract<SessionInput, { kind: "consent-given" }>;

const consented = (policy: Policy, data: Data, input: ConsentGiven): SessionStep | undefined => {
  const minor = data.age !== undefined && data.age < policy.ages.adult;
  if (minor !== (input.by === "guardian")) return undefined;
  const { at, by, language } = input;
  const consent = { textVersion: policy.consentTextVersion, language, at, by };
  return after(
    minor ? [{ kind: "show", message: "guardian-steps-back" }] : [],
    advance(policy, { ...data, consent }, at),
  );
};

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

const whileAcquiring = (
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

const onPapers = (policy: Policy, data: Data, input: SessionInput): SessionStep | undefined => {
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

const askConsent = (policy: Policy, data: Data): SessionStep => {
  const minor = data.age !== undefined && data.age < policy.ages.adult;
  const message = minor ? "guardian-consents-with-child" : "ask-consent";
  return stepTo({ kind: "consent", data }, { kind: "show", message });
};

const referred = (
  policy: Policy,
  before: Data,
  {
    reference,
    age,
    sex,
    paymentReference,
    identified,
    declared,
  }: Extract<SessionInput, { kind: "reference-given" }>,
): SessionStep => {
  const data = {
    ...before,
    reference,
    ...(age === undefined ? {} : { age }),
    ...(sex === undefined ? {} : { sex }),
    ...(paymentReference === undefined ? {} : { paymentReference }),
    ...(identified === undefined ? {} : { identified }),
    ...(declared === undefined ? {} : { declared }),
  };
  return askNext(policy, data);
};

/** What the service still wants to know before anybody consents. */
const askNext = (policy: Policy, data: Data): SessionStep => {
  if (data.asksPayment === true && data.paymentReference === undefined)
    return stepTo({ kind: "payment", data }, { kind: "show", message: "ask-payment" });
  if (data.asksNationalNumber === true && data.identified === undefined)
    return stepTo({ kind: "identifier", data }, { kind: "show", message: "ask-national-number" });
  return askConsent(policy, data);
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
      return input.kind === "reference-given" && input.reference !== ""
        ? referred(policy, data, input)
        : undefined;
    case "payment":
      return input.kind === "payment-given" && input.reference !== ""
        ? askNext(policy, { ...data, paymentReference: input.reference })
        : undefined;
    case "identifier":
      return input.kind === "identifier-given" ? askNext(policy, { ...data, identified: true }) : undefined;
    case "consent":
      if (input.kind === "consent-refused") return end(data, "consent-refused");
      return input.kind === "consent-given" ? consented(policy, data, input) : undefined;
    case "documents":
      return onPapers(policy, data, input);
    case "review":
      return onReview(policy, data, input);
    default:
      return whileAcquiring(policy, state, data, input);
  }
};

/** What a ticket left lying costs: its screen goes back to idle after a minute. */
const TICKET_MS = 60_000;

/** Faults that may be over by themselves; any other stands until somebody mends it. */
const PASSING_FAULTS = new Set(["disk-full", "disk-failed", "store-busy"]);
/** Nobody is kept in front of a disk that stays full. */
const SEAL_PATIENCE_MS = 120_000;

type Sealing = Extract<SessionState, { kind: "sealing" }>;

const onSealing = (policy: Policy, state: Sealing, input: SessionInput): SessionStep | undefined => {
  const { data, fault, since } = state;
  switch (input.kind) {
    case "sealed":
      return stepTo(
        { kind: "ticket", data, since: input.at },
        { kind: "wipe", reason: "completed" },
        { kind: "issue-ticket" },
        { kind: "show", message: "take-ticket" },
      );
    case "seal-failed": {
      const { code, sentence, at } = input;
      const failing = Math.min(since ?? at, at);
      return PASSING_FAULTS.has(code) && at - failing < SEAL_PATIENCE_MS
        ? stepTo({ kind: "sealing", data, fault: code, since: failing })
        : hold(policy, data, { code, sentence, at });
    }
    case "set-aside":
      return fault === undefined
        ? undefined
        : hold(policy, data, {
            code: fault,
            sentence: "The disk refused while it was sealed.",
            at: input.at,
          });
    case "seal-again":
      return stepTo({ kind: "sealing", data, ...(since === undefined ? {} : { since }) }, { kind: "seal" });
    case "tick":
      return stepTo(state);
    default:
      return undefined;
  }
};

const onEnding = (policy: Policy, state: SessionState, input: SessionInput): SessionStep | undefined => {
  if (state.kind === "sealing") return onSealing(policy, state, input);
  if (state.kind === "ticket") {
    const over =
      input.kind === "ticket-taken" || (input.kind === "tick" && input.at - state.since >= TICKET_MS);
    if (over) return stepTo({ kind: "ended", reason: "completed", packetId: state.data.packetId });
    return input.kind === "tick" ? stepTo(state) : undefined;
  }
  return undefined;
};

/** The session machine under a policy. Undefined, an illegal input in this state, stops the program (`step`). */
export const sessionMachine =
  (policy: Policy): SessionMachine =>
  (state, input) => {
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
      return { kind: "paused", inner: state, data: state.data };
    default:
      return state;
  }
};
