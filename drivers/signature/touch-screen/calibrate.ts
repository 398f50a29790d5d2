import type { CalibrationPermits } from "../../../api/words/calibration.ts";

const NO_PAGE = {
  notTestable: "Strokes come from the applicant's page, which draws them where they are touched.",
} as const;

/** Nothing lies between finger and picture that could be off; size and pressure are the screen's own affair. */
export const calibration: CalibrationPermits = {
  mapping: NO_PAGE,
  pressure: { notTestable: "Few touch screens measure pressure, and the page cannot tell which do." },
  "dead-zones": NO_PAGE,
  "report-rate": NO_PAGE,
  screen: NO_PAGE,
};
