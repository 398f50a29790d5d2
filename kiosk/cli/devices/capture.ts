/** One capture on the command line: what became of it, in words, and its exit. */
import { OutsideFault } from "../../../api/base/faults.ts";
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import { DEVICE_FAULTS, RETRY_REASONS } from "../../../api/words/capture.ts";
import type { CapturedSample } from "../../../api/words/sample.ts";

/** The sample, or an OutsideFault: recording-mismatch, device-failed, policy-refused (a retry), with the reason. */
export const sampleOf = (outcome: CaptureOutcome): CapturedSample => {
  if (outcome.kind === "captured") return outcome.sample;
  if (outcome.kind === "retry")
    throw new OutsideFault("policy-refused", `No sample: ${RETRY_REASONS[outcome.reason]}`);
  if (outcome.kind === "cancelled")
    throw new OutsideFault("policy-refused", "No sample: the capture was cancelled.");
  const { code, detail } = outcome.fault;
  const mismatch = code === "recording-mismatch" || code === "recording-ended";
  throw new OutsideFault(
    mismatch ? "recording-mismatch" : "device-failed",
    `No sample: ${DEVICE_FAULTS[code]} (${code}: ${detail})`,
  );
};

/** A sample without its pixels, for people and machines. */
export const summaryOf = (sample: CapturedSample): Record<string, unknown> => {
  const { characteristic, device } = sample;
  switch (sample.characteristic) {
    case "finger": {
      const { width, height } = sample.image;
      return { characteristic, device, width, height, ppi: sample.ppi, bitDepth: sample.bitDepth };
    }
    case "face":
      return { characteristic, device, bytes: sample.bytes.length };
    case "signature":
      return { characteristic, device, points: sample.trajectory.points.length };
    default:
      return sample.picture
        ? { characteristic, device, bytes: sample.picture.bytes.length }
        : { characteristic, device, lines: sample.lines.length };
  }
};
