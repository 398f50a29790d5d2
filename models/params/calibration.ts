/**
 * What calibration measures: names, units, methods, and the limits with their sources. TR is BSI TR-03121-3.2 v6.0 (its
 * scanner limits are those of EBTS appendix F); "project" limits are this project's own, because no public clause states one.
 */
import { CAMERA_MEASUREMENTS } from "./calibration/camera.ts";
import { PAD_MEASUREMENTS } from "./calibration/pad.ts";
import { SCANNER_MEASUREMENTS } from "./calibration/scanner.ts";
import type { MeasurementSpec } from "./calibration/spec.ts";

export const MEASUREMENTS = {
  ...SCANNER_MEASUREMENTS,
  ...CAMERA_MEASUREMENTS,
  ...PAD_MEASUREMENTS,
} as const satisfies Record<string, MeasurementSpec>;

export type MeasurementId = keyof typeof MEASUREMENTS;

/** TR 5.1.5.1.3, equations 5.1 and 5.2 as EBTS appendix F prints them; they give table 5.1 to its last digit. */
export const contrastLimit = (perMm: number, stated: 500 | 1000): number =>
  stated === 500
    ? 3.041_05e-4 * perMm ** 2 - 7.990_95e-2 * perMm + 1.027_74
    : -1.854_87e-5 * perMm ** 2 * perMm + 1.416_66e-3 * perMm ** 2 - 5.737_01e-2 * perMm + 1.013_41;

export const CONTRAST_MOST = 1.05;

/** Of the scanner methods. */
export const SCANNER = {
  /** Side of a field whose phase is taken, in periods of the bars. */
  fieldPeriods: 3,
  /** How far the bars may lie turned, and how far the scale may be off, for the search. */
  searchDegrees: 8,
  searchScale: 0.06,
  deadLevels: { white: 22, black: 8 },
  /** Departure from the smooth shading that counts as soil, in grey levels, and in deviations of the noise. */
  dirtLevels: 6,
  dirtDeviations: 5,
  dirtAreaMm2: 0.05,
  /** Amplitude of ridges that counts as residue, grey levels. */
  residueLevels: 3,
} as const;
