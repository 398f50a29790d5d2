/** A measurement as one line. */
import type { Measurement } from "../../../api/words/calibration.ts";

const rounded = (value: number): string => String(Number(value.toPrecision(5)));

export const measurementLine = ({ name, value, unit, uncertainty, limit, passed }: Measurement): string => {
  const spread = uncertainty > 0 ? ` +- ${rounded(uncertainty)}` : "";
  const bounds = [
    ...(limit?.atLeast === undefined ? [] : [`at least ${rounded(limit.atLeast)}`]),
    ...(limit?.atMost === undefined ? [] : [`at most ${rounded(limit.atMost)}`]),
  ].join(", ");
  const verdict = passed === undefined ? "" : passed ? "" : "  OUTSIDE";
  return `${name}: ${rounded(value)}${spread} ${unit}${bounds === "" ? "" : ` (${bounds})`}${verdict}`;
};
