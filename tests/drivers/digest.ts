/** A sample as one SHA-256, so that a fixture can say what must come of it without holding it twice. */
import { createHash } from "node:crypto";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { CapturedSample } from "../../api/words/sample.ts";

const contentOf = (sample: CapturedSample): string | Uint8Array => {
  switch (sample.characteristic) {
    case "finger":
      return sample.image.pixels;
    case "face":
      return sample.bytes;
    case "signature":
      return JSON.stringify(sample.trajectory);
    default:
      return sample.picture?.bytes ?? JSON.stringify(sample.lines);
  }
};

/** Undefined: nothing was captured. */
export const digestOf = (outcome: CaptureOutcome): { characteristic: string; sha256: string } | undefined =>
  outcome.kind === "captured"
    ? {
        characteristic: outcome.sample.characteristic,
        sha256: createHash("sha256").update(contentOf(outcome.sample)).digest("hex"),
      }
    : undefined;
