import type { CalibrationPermits } from "../../../api/words/calibration.ts";

/** The module sends frames whatever lies on it, so that every step can be done. */
export const calibration: CalibrationPermits = {
  geometry: "permitted",
  linearity: "permitted",
  contrast: "permitted",
  uniformity: "permitted",
  platen: "permitted",
  "dynamic-range": "permitted",
};
