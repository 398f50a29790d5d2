/** Names of steps and verdicts on the certificate and on the command line. */
import type { CalibrationVerdict } from "../../api/words/calibration.ts";

export const STEP_NAMES: Readonly<Record<string, string>> = {
  geometry: "Geometry and resolution",
  linearity: "Grey-scale linearity",
  contrast: "Contrast transfer",
  uniformity: "Noise, uniformity, dead pixels",
  platen: "Dirt and residue on the platen",
  "dynamic-range": "Dynamic range of recent prints",
  tuning: "Settings found on the grey card",
  colour: "Exposure, white balance, colour",
  sharpness: "Sharpness at the subject plane",
  distortion: "Lens distortion",
  range: "Distance and height range",
  background: "Backdrop",
  flicker: "Flicker",
  settings: "Settings written and read back",
  mapping: "Coordinate mapping",
  pressure: "Pressure curve",
  "dead-zones": "Dead zones",
  "report-rate": "Report rate",
  screen: "Screen picture",
};

export const VERDICT_WORDS: Readonly<Record<CalibrationVerdict, string>> = {
  passed: "PASSED: every step that the hardware permits is within its limits",
  failed: "REFUSED: at least one value is outside its limit",
  incomplete: "INCOMPLETE: steps that the hardware permits were not done",
};
