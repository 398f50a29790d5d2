/** From the seal to the ticket, and what stands in the way of it. */
import type { Policy } from "./policy.ts";
import { hold } from "./review.ts";
import type { SessionInput, SessionState } from "./state.ts";
import { stepTo, type SessionStep } from "./steps.ts";

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

/** Undefined: illegal here. */
export const onEnding = (
  policy: Policy,
  state: SessionState,
  input: SessionInput,
): SessionStep | undefined => {
  if (state.kind === "sealing") return onSealing(policy, state, input);
  if (state.kind === "ticket") {
    const over =
      input.kind === "ticket-taken" || (input.kind === "tick" && input.at - state.since >= TICKET_MS);
    if (over) return stepTo({ kind: "ended", reason: "completed", packetId: state.data.packetId });
    return input.kind === "tick" ? stepTo(state) : undefined;
  }
  return undefined;
};
