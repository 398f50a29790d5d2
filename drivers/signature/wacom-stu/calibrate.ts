import type { CalibrationPermits } from "../../../api/words/calibration.ts";

/** Pen reports with time, pressure and place; the driver shows no pictures on the pad. */
export const calibration: CalibrationPermits = {
  mapping: "permitted",
  pressure: "permitted",
  "dead-zones": "permitted",
  "report-rate": "permitted",
  screen: {
    notTestable: "The driver does not show pictures on the pad; what its screen shows is not known.",
  },
};
