import type { CalibrationPermits } from "../../../api/words/calibration.ts";

const NO_SIZE = {
  notTestable: "The pad does not state its size; places cannot be told in millimetres.",
  unlessWidthKnown: true,
} as const;

/** Points without time of their own; no screen. */
export const calibration: CalibrationPermits = {
  mapping: NO_SIZE,
  pressure: "permitted",
  "dead-zones": NO_SIZE,
  "report-rate": "permitted",
  screen: { notTestable: "The pad has no screen that the driver could use." },
};
