/** Calibrating a device: the steps there are, what a step measured, and what it says of the device. */
import type { CharacteristicType } from "./characteristic.ts";

/** Every step by kind of device, in the order of the wizard. */
export const CALIBRATION_STEPS = {
  finger: ["geometry", "linearity", "contrast", "uniformity", "platen", "dynamic-range"],
  face: ["tuning", "colour", "sharpness", "distortion", "range", "background", "flicker", "settings"],
  signature: ["mapping", "pressure", "dead-zones", "report-rate", "screen"],
} as const satisfies Partial<Record<CharacteristicType, readonly string[]>>;

export type CalibratedCharacteristic = keyof typeof CALIBRATION_STEPS;
export type CalibrationStep = (typeof CALIBRATION_STEPS)[CalibratedCharacteristic][number];

/** What a driver says of a step: its hardware permits it, or why it does not, in words for the certificate. */
export type StepPermit =
  | "permitted"
  | {
      readonly notTestable: string;
      /** It is permitted all the same where the configuration says how wide the pad is. */
      readonly unlessWidthKnown?: true;
    };

/** Of every step of the device's kind; a step that is not named is not testable. */
export type CalibrationPermits = Partial<Readonly<Record<CalibrationStep, StepPermit>>>;

export interface MeasurementLimit {
  readonly atLeast?: number;
  readonly atMost?: number;
  /** The clause, or that it is this project's own. */
  readonly source: string;
}

/** One measured value. The decision is made on the value itself; its uncertainty stands beside it. */
export interface Measurement {
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Expanded, coverage factor 2 (JCGM 100:2008, 6.2.1), in the value's unit. */
  readonly uncertainty: number;
  /** How it was measured, with the clause or source of the method. */
  readonly method: string;
  readonly limit?: MeasurementLimit;
  /** Absent: there is no limit, the value is for information. */
  readonly passed?: boolean;
}

export type StepOutcome =
  | { readonly kind: "measured"; readonly passed: boolean; readonly measurements: readonly Measurement[] }
  | { readonly kind: "not-testable"; readonly reason: string }
  /** The hardware permits it and it was not done: no target, or the operator left it out. */
  | { readonly kind: "not-done"; readonly reason: string };

/** Passed: every step that the hardware permits was done and passed. */
export type CalibrationVerdict = "passed" | "failed" | "incomplete";

export interface StepRecord {
  readonly step: CalibrationStep;
  readonly outcome: StepOutcome;
  /** The bought target that it was measured against, by its certificate. */
  readonly target?: { readonly id: string; readonly certificate: string; readonly expires: string };
  /** SHA-256 of each picture that was measured, in order. */
  readonly pictures: readonly string[];
}
