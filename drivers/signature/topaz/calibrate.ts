import type { CalibrationPermits } from "../../../api/words/calibration.ts";

/** Points without time of their own; no screen. */
export const calibration: CalibrationPermits = {
  mapping: { notTestable: "The pad does not state its size; places cannot be told in millimetres." },
  pressure: "permitted",
  "dead-zones": { notTestable: "The pad does not state its size; places cannot be told in millimetres." },
  "report-rate": "permitted",
  screen: { notTestable: "The pad has no screen that the driver could use." },
};
