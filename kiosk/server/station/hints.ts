/** What a person does about a sample that is not good enough. */
import type { FingerReason } from "../../../api/words/finger.ts";
import type { FingerHint, SignatureHint } from "../../../api/words/hints.ts";
import type { CharacteristicType } from "../../../api/words/characteristic.ts";
import type { Assessment } from "../../session/acquire.ts";

/** A wrong resolution is not for the applicant to mend. */
const FINGER_HINT: Record<Exclude<FingerReason, "wrong-resolution">, FingerHint> = {
  "nothing-there": "place",
  "too-small": "move-finger-up",
  "too-far-up": "move-finger-down",
  "too-far-down": "move-finger-up",
  "too-far-left": "move-finger-right",
  "too-far-right": "move-finger-left",
  "press-harder": "press-harder",
  "too-dry": "moisten",
  "too-wet": "wipe-finger",
  moved: "hold",
  "smudged-glass": "wipe-glass",
};

const isFingerReason = (reason: string): reason is keyof typeof FINGER_HINT => reason in FINGER_HINT;

/** Undefined: nothing to say, or nothing that the person could do. */
export const hintOf = (
  { sufficient, reason }: Assessment,
  characteristic: CharacteristicType,
): FingerHint | SignatureHint | undefined => {
  if (sufficient) return undefined;
  if (characteristic === "signature") return reason === "clipped" ? "sign-inside" : "sign-longer";
  return isFingerReason(reason) ? FINGER_HINT[reason] : undefined;
};
