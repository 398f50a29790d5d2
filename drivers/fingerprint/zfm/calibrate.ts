import type { CalibrationPermits } from "../../../api/words/calibration.ts";

/** Pictures of 16 grey levels, for demonstration: nothing of TR-03121's scanner limits applies to them. */
export const calibration: CalibrationPermits = {
  geometry: { notTestable: "Pictures have 16 grey levels; a demonstration device is not calibrated." },
  linearity: { notTestable: "Pictures have 16 grey levels." },
  contrast: { notTestable: "Pictures have 16 grey levels." },
  uniformity: { notTestable: "Pictures have 16 grey levels." },
  platen: { notTestable: "The module answers only to what it takes for a finger." },
  "dynamic-range": { notTestable: "Pictures have 16 grey levels." },
};
