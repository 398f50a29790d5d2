/** Calibrating a device: the steps there are, what a step measured, and what it says of the device. */
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
