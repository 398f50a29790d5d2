import type { CalibrationPermits } from "../../../api/words/calibration.ts";

/** The reader takes a picture only when its own finger detector fires: targets must touch the platen as a finger does. */
export const calibration: CalibrationPermits = {
  geometry: "permitted",
  linearity: "permitted",
  contrast: "permitted",
  uniformity: "permitted",
  platen: {
    notTestable:
      "The reader takes a picture only when its finger detector fires; an empty platen cannot be seen.",
  },
  "dynamic-range": "permitted",
};
