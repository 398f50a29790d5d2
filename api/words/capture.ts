/** One capture attempt (ISO/IEC 19795-1): the subject's fault and the device's fault are different words. */
import type { PadScreen, ScreenSize } from "./pad-screen.ts";
import type { CapturedSample, GreyImage, PenPoint, PenTrajectory } from "./sample.ts";
import type { Milliseconds } from "./units.ts";

/** The subject can put it right by presenting again. */
export const RETRY_REASONS = {
  "nothing-presented": "Nothing was placed on the device before the time was up.",
  "removed-too-soon": "The finger left before the picture was complete.",
  "too-short": "The signature was too short.",
  "not-readable": "The device could not read what was presented.",
  "no-live-view": "The camera shows nothing before it takes its picture.",
  declined: "The subject ended the capture on the device itself.",
} as const;
export type RetryReason = keyof typeof RETRY_REASONS;

/** The device is at fault; the operator must act. */
export const DEVICE_FAULTS = {
  unplugged: "The device was unplugged. Plug it in again.",
  stalled: "The device refused a transfer. Unplug it, wait ten seconds and plug it in again.",
  "timed-out": "The device stopped answering. Unplug it, wait ten seconds and plug it in again.",
  "short-transfer": "The device sent less than a whole picture. Check its cable and its port.",
  garbage: "The device sent bytes that make no sense. Check its cable; if it stays so, replace the device.",
  "wrong-device": "Another device answered than the one that was expected.",
  "recording-mismatch": "The driver and the recording disagree.",
  "recording-ended": "The recording ended before the capture was complete.",
  "in-use": "Another program uses the device. End that program, then try again.",
  "access-denied": "The kiosk may not open the device. Add the udev rule that the device list names.",
} as const;
export type DeviceFaultCode = keyof typeof DEVICE_FAULTS;

export interface DeviceFault {
  readonly code: DeviceFaultCode;
  /** What exactly happened, for the log and the tester. */
  readonly detail: string;
}

export type CaptureOutcome =
  | { readonly kind: "captured"; readonly sample: CapturedSample }
  | { readonly kind: "retry"; readonly reason: RetryReason }
  | { readonly kind: "failed"; readonly fault: DeviceFault }
  | { readonly kind: "cancelled" };

/** Told while a capture runs. What it is given is the driver's own and is overwritten: it copies what it keeps. */
export interface CaptureWatcher {
  /** The pen is at this point of a pad of that extent. */
  pen?(point: PenPoint, extent: Pick<PenTrajectory, "maxX" | "maxY" | "maxPressure">): void;
  /** A picture before the one that counts, from sensors that stream. */
  print?(image: GreyImage): void;
  /** Before there is a picture: a finger came; the last one lies there still and has to leave first; it has left. */
  finger?(what: "there" | "still-there" | "gone"): void;
}

export interface CaptureRequest {
  /** A duration from the call: the capture ends as a retry ("nothing-presented") when it has passed on the context's clock. */
  readonly deadline: Milliseconds;
  readonly watch?: CaptureWatcher;
  /** A look, not a sample: a camera with a live view gives its newest frame and is not released. Other devices pass it over. */
  readonly look?: true;
  /** What a pad with a screen shows meanwhile, made for its size; without it the screen stays empty. Other devices pass it over. */
  readonly screen?: (size: ScreenSize) => PadScreen;
  /** How long a pen may rest before the writing is complete; without it the driver's own. Other devices pass it over. */
  readonly pause?: Milliseconds;
}
