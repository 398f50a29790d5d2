import type { CalibrationPermits } from "../../../api/words/calibration.ts";

/** A camera streams whatever is before it; its settings are those that it answers to. */
export const calibration: CalibrationPermits = {
  tuning: "permitted",
  colour: "permitted",
  sharpness: "permitted",
  distortion: "permitted",
  range: "permitted",
  background: "permitted",
  flicker: "permitted",
  settings: "permitted",
};
