/** Review, vetoes, control at the desk: everything between the last capture and the seal. */
import type { Milliseconds } from "../../api/words/units.ts";
import type { Policy } from "./policy.ts";
import type { Data, EndReason, Part, SessionInput } from "./state.ts";
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
  const { face, signature, ...rest } = data;
  return {
    ...rest,
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
  return when === "always" || blockers(policy, data).length > 0;
};

export const onReview = (policy: Policy, data: Data, input: SessionInput): SessionStep | undefined => {
  switch (input.kind) {
    case "redo":
      return advance(policy, without(data, input.part), input.at);
    case "veto-accept": {
      if (data.mode !== "attended" || input.reason.trim() === "") return undefined;
      const { by, reason, at, part } = input;
      return stepTo({
        kind: "review",
        data: { ...data, overrides: [...data.overrides, { by, reason, at, part }] },
      });
    }
    case "veto-reject": {
      if (data.mode !== "attended" || input.reason.trim() === "") return undefined;
      const { by, reason, at, part } = input;
      const rejected = without(data, part);
      return advance(
        policy,
        { ...rejected, overrides: [...rejected.overrides, { by, reason, at, part }] },
        at,
      );
    }
    case "confirm": {
      if (controlNeeded(policy, data)) {
        const until = input.at + policy.control.hours * 3_600_000;
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

export const onControl = (
  policy: Policy,
  data: Data,
  until: Milliseconds,
  input: SessionInput,
): SessionStep | undefined => {
  switch (input.kind) {
    case "take-over": {
      const open = data.doubts.map(({ part }) => part);
      const { by, at, comparison } = input;
      const attended = open.reduce(without, { ...data, mode: "attended", control: { by, at, comparison } });
      return advance(policy, attended, input.at);
    }
    case "control-passed": {
      if (data.doubts.length > 0) return undefined;
      const { by, at, comparison } = input;
      return stepTo(
        { kind: "sealing", data: { ...data, control: { by, at, comparison } } },
        { kind: "seal" },
      );
    }
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
