/** What comes before the first capture: who applies, what the service still asks for, and consent. */
import type { Policy } from "./policy.ts";
import { end } from "./review.ts";
import type { ActiveState, Data, SessionInput } from "./state.ts";
import { advance, after, stepTo, type SessionStep } from "./steps.ts";

export const fresh = (input: Extract<SessionInput, { kind: "start" }>): Data => ({
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

type Opening = Extract<ActiveState, { kind: "reference" | "payment" | "identifier" | "consent" }>;

/** Undefined: illegal here. */
export const onOpening = (
  policy: Policy,
  kind: Opening["kind"],
  data: Data,
  input: SessionInput,
): SessionStep | undefined => {
  switch (kind) {
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
    default:
      if (input.kind === "consent-refused") return end(data, "consent-refused");
      return input.kind === "consent-given" ? consented(policy, data, input) : undefined;
  }
};
