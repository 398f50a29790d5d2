import type { CalibrationPermits } from "../../../api/words/calibration.ts";

/** Pen reports with time, pressure and place; and a screen of its own under the pen. */
export const calibration: CalibrationPermits = {
  mapping: "permitted",
  pressure: "permitted",
  "dead-zones": "permitted",
  "report-rate": "permitted",
  screen: "permitted",
};
