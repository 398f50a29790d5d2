/** Shares of the 256 whole values of a plane, over the pixels that count. */
import type { Plane } from "../stages/plane.ts";

export const histogram = (values: Plane, counts: (index: number) => boolean): Float64Array => {
  const bins = new Float64Array(256);
  let total = 0;
  for (let i = 0; i < values.values.length; i += 1)
    if (counts(i)) {
      const bin = Math.round(values.values[i] ?? 0);
      bins[bin] = (bins[bin] ?? 0) + 1;
      total += 1;
    }
  return total === 0 ? bins : bins.map((count) => count / total);
};
