/** MOSIP's names of fingers, the same in CBEFF records (BDB subtype) and in SBI captures (bioSubType). */
import type { FingerPosition } from "./characteristic.ts";

export const MOSIP_FINGERS: Readonly<Record<FingerPosition, string>> = {
  "right-thumb": "Right Thumb",
  "right-index": "Right IndexFinger",
  "right-middle": "Right MiddleFinger",
  "right-ring": "Right RingFinger",
  "right-little": "Right LittleFinger",
  "left-thumb": "Left Thumb",
  "left-index": "Left IndexFinger",
  "left-middle": "Left MiddleFinger",
  "left-ring": "Left RingFinger",
  "left-little": "Left LittleFinger",
};
