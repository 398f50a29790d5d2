/** Review, vetoes, control at the desk: everything between the last capture and the seal. */
import type { Milliseconds } from "../../api/words/units.ts";
import type { Policy } from "./policy.ts";
import type { Data, EndReason, Part, SessionInput } from "./state.ts";
import { latestControl } from "./set-back.ts";
import { advance, after, blockers, stepTo, type SessionStep } from "./steps.ts";

/** Everything is wiped. */
export const end = (data: Data, reason: EndReason): SessionStep =>
  stepTo(
    { kind: "ended", reason, packetId: data.packetId },
    { kind: "cancel-capture" },
    { kind: "wipe", reason },
    { kind: "show", message: "session-wiped" },
  );

const without = (data: Data, part: Part): Data => {
  const { face, signature, papers, ...rest } = data;
  return {
    ...rest,
    ...(part === "documents" || papers === undefined ? {} : { papers }),
    ...(part === "face" || face === undefined ? {} : { face }),
    ...(part === "signature" || signature === undefined ? {} : { signature }),
    ...(part === "fingers" ? { fingers: [], fingerResults: [], sequenceErrors: [] } : {}),
    settled: data.settled.filter((name) => name !== part),
    doubts: data.doubts.filter((entry) => entry.part !== part),
    overrides: data.overrides.filter((entry) => entry.part !== part),
  };
};

const controlNeeded = (policy: Policy, data: Data): boolean => {
  const { when } = policy.control;
  if (data.mode === "attended") return false;
  return when === "always" || data.declared === true || blockers(policy, data).length > 0;
};

type VetoAccept = Extract<SessionInput, { kind: "veto-accept" }>;
type VetoReject = Extract<SessionInput, { kind: "veto-reject" }>;

const vetoOf = ({ by, second, reason, at, part }: VetoAccept | VetoReject) => ({
  by,
  reason,
  at,
  part,
  ...(second === undefined ? {} : { second }),
});

/** With the operator's word for it, the last one a part. Undefined: no reason was typed. */
const overruled = (data: Data, input: VetoAccept): Data | undefined =>
  input.reason.trim() === ""
    ? undefined
    : {
        ...data,
        overrides: [...data.overrides.filter(({ part }) => part !== input.part), vetoOf(input)],
      };

const refusalsWith = (data: Data, input: VetoReject): Data["overrides"] | undefined =>
  input.reason.trim() === "" ? undefined : [...(data.refusals ?? []), vetoOf(input)];

/** `number`: the attempt that the contest is about, or that it was said during. */
export const contested = (
  data: Data,
  input: Extract<SessionInput, { kind: "contest" }>,
  number: number | undefined,
): Data => {
  const { part, check, statement, by, at } = input;
  const others = (data.contests ?? []).filter(
    (one) => one.part !== part || one.check !== check || one.by !== by,
  );
  const said = { part, check, statement, by, at, ...(number === undefined ? {} : { number }) };
  return { ...data, contests: [...others, said] };
};

/** Of this part, the attempt that was chosen: fingers are several. */
const chosenNumber = (data: Data, part: Part): number | undefined => {
  if (part === "face") return data.face?.number;
  return part === "signature" && data.signature?.kind === "signed"
    ? data.signature.attempt.number
    : undefined;
};

/** The person goes with a ticket; the session waits, encrypted, for as long as the policy lets one wait for the desk. */
export const hold = (policy: Policy, data: Data, held: NonNullable<Data["held"]>): SessionStep => {
  const until = latestControl(policy, held.at);
  return stepTo(
    { kind: "awaiting-control", data: { ...data, held }, until },
    { kind: "park", until },
    { kind: "issue-ticket" },
    { kind: "show", message: "go-to-desk" },
  );
};

export const onReview = (policy: Policy, data: Data, input: SessionInput): SessionStep | undefined => {
  switch (input.kind) {
    case "redo":
      return advance(policy, without(data, input.part), input.at);
    case "veto-accept": {
      const taken = data.mode === "attended" ? overruled(data, input) : undefined;
      return taken === undefined ? undefined : stepTo({ kind: "review", data: taken });
    }
    case "veto-reject": {
      const refusals = data.mode === "attended" ? refusalsWith(data, input) : undefined;
      return refusals === undefined
        ? undefined
        : advance(policy, { ...without(data, input.part), refusals }, input.at);
    }
    case "contest":
      return data.mode === "attended"
        ? stepTo({ kind: "review", data: contested(data, input, chosenNumber(data, input.part)) })
        : undefined;
    case "confirm": {
      if (controlNeeded(policy, data)) {
        const until = latestControl(policy, input.at);
        return stepTo(
          { kind: "awaiting-control", data, until },
          { kind: "park", until },
          { kind: "issue-ticket" },
          { kind: "show", message: "stored-until-control" },
        );
      }
      return blockers(policy, data).length > 0
        ? undefined
        : stepTo({ kind: "sealing", data }, { kind: "seal" });
    }
    default:
      return undefined;
  }
};

/** Doubted, and nobody has said why it may be taken all the same. */
export const openParts = (data: Data): readonly Part[] => {
  const taken = new Set<string>(data.overrides.map(({ part }) => part));
  return [...new Set(data.doubts.map(({ part }) => part))].filter((part) => !taken.has(part));
};

export const onControl = (
  policy: Policy,
  data: Data,
  until: Milliseconds,
  input: SessionInput,
): SessionStep | undefined => {
  switch (input.kind) {
    case "veto-accept": {
      const taken = overruled(data, input);
      return taken === undefined ? undefined : stepTo({ kind: "awaiting-control", data: taken, until });
    }
    case "veto-reject": {
      // What was captured stays until it is captured again, or the session ends.
      const { part } = input;
      const refusals = refusalsWith(data, input);
      if (refusals === undefined) return undefined;
      const others = data.doubts.filter((one) => one.part !== part);
      const doubts = [...others, { part, doubt: "refused-at-desk" } as const];
      const overrides = data.overrides.filter((one) => one.part !== part);
      return stepTo({ kind: "awaiting-control", data: { ...data, doubts, overrides, refusals }, until });
    }
    case "contest":
      return stepTo({
        kind: "awaiting-control",
        data: contested(data, input, chosenNumber(data, input.part)),
        until,
      });
    case "take-over": {
      const open = openParts(data);
      const { by, at, comparison } = input;
      const attended = open.reduce(without, { ...data, mode: "attended", control: { by, at, comparison } });
      return advance(policy, attended, input.at);
    }
    case "control-passed": {
      if (openParts(data).length > 0) return undefined;
      const { by, at, comparison } = input;
      return stepTo(
        { kind: "sealing", data: { ...data, control: { by, at, comparison } } },
        { kind: "seal" },
      );
    }
    // It was confirmed, and controlled where the policy wants that: only the seal is missing.
    case "seal-again":
      return data.held === undefined || openParts(data).length > 0
        ? undefined
        : stepTo({ kind: "sealing", data }, { kind: "seal" });
    case "control-failed":
      return after([{ kind: "tell-ticket-holder", reason: "control-refused" }], end(data, "control-refused"));
    case "tick":
      return input.at < until
        ? stepTo({ kind: "awaiting-control", data, until })
        : after([{ kind: "tell-ticket-holder", reason: "control-expired" }], end(data, "control-expired"));
    default:
      return undefined;
  }
};
