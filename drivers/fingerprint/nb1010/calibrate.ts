import type { CalibrationPermits } from "../../../api/words/calibration.ts";

/** A thermal area sensor: what is printed on a target is not seen, only what conducts heat as skin does. */
export const calibration: CalibrationPermits = {
  geometry: { notTestable: "The sensor sees heat, not reflectance; a printed target shows nothing." },
  linearity: { notTestable: "The sensor sees heat, not reflectance." },
  contrast: { notTestable: "The sensor sees heat, not reflectance." },
  uniformity: { notTestable: "The sensor sees heat, not reflectance." },
  platen: { notTestable: "The sensor gives no picture before a finger is detected." },
  "dynamic-range": "permitted",
};
