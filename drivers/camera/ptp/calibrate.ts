import type { CalibrationPermits } from "../../../api/words/calibration.ts";

/** A still camera: single exposures, set on the camera itself. */
export const calibration: CalibrationPermits = {
  tuning: {
    notTestable: "The driver does not write the settings of still cameras; they are set on the camera.",
  },
  colour: "permitted",
  sharpness: "permitted",
  distortion: "permitted",
  range: "permitted",
  background: "permitted",
  flicker: { notTestable: "A still camera takes single exposures; flicker needs a stream." },
  settings: {
    notTestable: "The driver does not write the settings of still cameras; they are set on the camera.",
  },
};
