/** A value becomes a measurement with its name, method, limit and decision. */
import type { Measurement, MeasurementLimit } from "../../api/words/calibration.ts";
import { MEASUREMENTS, type MeasurementId } from "../params/calibration.ts";
import type { MeasurementSpec } from "../params/calibration/spec.ts";

const within = (value: number, { atLeast, atMost }: MeasurementLimit): boolean =>
  Number.isFinite(value) &&
  (atLeast === undefined || value >= atLeast) &&
  (atMost === undefined || value <= atMost);

interface Particular {
  /** Stands behind the id and the name: a frequency, a place. */
  readonly of?: string;
  readonly limit?: MeasurementLimit;
}

/** `uncertainty`: expanded, k = 2. */
export const measured = (
  id: MeasurementId,
  value: number,
  uncertainty: number,
  particular: Particular = {},
): Measurement => {
  const spec: MeasurementSpec = MEASUREMENTS[id];
  const limit = particular.limit ?? spec.limit;
  const { of } = particular;
  return {
    id: of === undefined ? id : `${id} ${of}`,
    name: of === undefined ? spec.name : `${spec.name}, ${of}`,
    value,
    unit: spec.unit,
    uncertainty,
    method: spec.method,
    ...(limit === undefined ? {} : { limit, passed: within(value, limit) }),
  };
};
