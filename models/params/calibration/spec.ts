/** How a measurement of a calibration is written down. */
import type { MeasurementLimit } from "../../../api/words/calibration.ts";

export interface MeasurementSpec {
  readonly name: string;
  readonly unit: string;
  readonly method: string;
  readonly limit?: MeasurementLimit;
}

/** A limit that no public clause states. */
export const PROJECT = "project limit";
