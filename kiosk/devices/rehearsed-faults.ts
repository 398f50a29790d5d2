import type { CalibratedCharacteristic } from "../../api/words/calibration.ts";

/** What can be wrong with a rehearsed device, by its kind. */
export const REHEARSED_FAULTS = {
  finger: ["scale", "dirt", "blur", "dead-pixels"],
  face: ["cast", "dark", "lying", "astray", "blur", "bent"],
  signature: ["dying", "screen"],
} as const satisfies Record<CalibratedCharacteristic, readonly string[]>;
export type RehearsedFault = (typeof REHEARSED_FAULTS)[CalibratedCharacteristic][number];
