import type { CalibrationPermits } from "../../../api/words/calibration.ts";

/** The module scans when told to and answers with what it takes for a finger. */
export const calibration: CalibrationPermits = {
  geometry: "permitted",
  linearity: "permitted",
  contrast: "permitted",
  uniformity: "permitted",
  platen: {
    notTestable: "The module answers only to what it takes for a finger; an empty platen cannot be seen.",
  },
  "dynamic-range": "permitted",
};
