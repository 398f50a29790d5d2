/** From a fault of a transfer to the outcome of a capture: the one place where the two vocabularies meet. */
import { OutsideFault } from "../api/base/faults.ts";
import type { CaptureOutcome, DeviceFault } from "../api/words/capture.ts";
import { DEVICE_FAULTS } from "../api/words/capture.ts";
import { TransferFault } from "./transport/transport.ts";

export const failed = (fault: DeviceFault): CaptureOutcome => ({ kind: "failed", fault });

/** A TransferFault as an outcome; anything else is our own mistake and goes up. */
export const outcomeOf = (error: unknown): CaptureOutcome => {
  if (!(error instanceof TransferFault)) throw error;
  return error.code === "cancelled"
    ? { kind: "cancelled" }
    : failed({ code: error.code, detail: error.message });
};

/** What `open` throws when the device cannot be brought up: one sentence with the remedy. */
export const openFault = (model: string, error: unknown): unknown => {
  if (!(error instanceof TransferFault)) return error;
  const remedy = error.code === "cancelled" ? "The opening was cancelled." : DEVICE_FAULTS[error.code];
  const code = error.code === "recording-mismatch" ? "recording-mismatch" : "device-failed";
  return new OutsideFault(code, `${model} could not be opened (${error.message}). ${remedy}`, {
    cause: error,
  });
};
