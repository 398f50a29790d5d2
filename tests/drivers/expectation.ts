/** An outcome as a scenario's "expect" has it. */
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { Expectation } from "../../drivers/transport/fault-plan.ts";

export const expectationOf = (outcome: CaptureOutcome): Expectation => {
  switch (outcome.kind) {
    case "failed":
      return { outcome: outcome.kind, code: outcome.fault.code };
    case "retry":
      return { outcome: outcome.kind, reason: outcome.reason };
    default:
      return { outcome: outcome.kind };
  }
};
