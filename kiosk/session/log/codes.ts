/** Every code an attempts log may carry, with its meaning (TR-03121-3.2 v6.0, 5.11.1.1: the vendor lists them all). */
import { DEVICE_FAULTS, RETRY_REASONS } from "../../../api/words/capture.ts";
import type { Doubt, EndReason } from "../state.ts";

export const END_CODES: Readonly<Record<EndReason, string>> = {
  completed: "The enrolment was sealed and is on its way to the issuer.",
  abandoned: "The applicant or the operator ended the session; everything was wiped.",
  "consent-refused": "The applicant, or the guardian, did not consent; nothing was captured.",
  "timed-out": "Nobody touched or resumed the session in time; everything was wiped.",
  "control-expired": "The desk did not verify the person within the policy's hours; everything was wiped.",
  "control-refused": "The desk refused the session; everything was wiped.",
  damaged: "What was kept of the session was changed or lost on the disk; everything was wiped.",
};

export const DOUBT_CODES: Readonly<Record<Doubt, string>> = {
  "not-captured": "Nothing usable was captured before the limit was reached.",
  insufficient: "The best that was captured does not meet the policy's limits.",
  "finger-missing": "A finger that the profile asks for cannot be captured.",
  "same-finger-twice": "The print matches another finger of this session.",
  "attack-suspected": "Presentation attack detection raised an alarm.",
  "refused-at-desk": "The desk did not take what was captured; it is captured again.",
  "device-limits": "A device is below the policy's resolution, area or attack detection.",
};

const prefixed = (
  prefix: string,
  codes: Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] =>
  Object.entries(codes).map(([code, words]) => [`${prefix}/${code}`, words]);

/** Code to meaning, complete. */
export const ALL_CODES: ReadonlyMap<string, string> = new Map([
  ...prefixed("end", END_CODES),
  ...prefixed("doubt", DOUBT_CODES),
  ...prefixed("retry", RETRY_REASONS),
  ...prefixed("device", DEVICE_FAULTS),
  ["rejected/quality", "The sample does not meet the policy's limits; the checks say which."],
  ["interrupted/power", "The kiosk stopped: the power went, or its program was ended."],
  ["cancelled", "The attempt was interrupted by a person or by the session's end."],
]);
