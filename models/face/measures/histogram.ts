/** Shares of the 256 whole values of a plane. */
import type { Rectangle } from "../../../api/words/units.ts";
import type { Plane } from "../stages/plane.ts";
import type { FaceRegion } from "../stages/parts.ts";

const shares = (bins: Float64Array): Float64Array => {
  const total = bins.reduce((sum, count) => sum + count, 0);
  return total === 0 ? bins : bins.map((count) => count / total);
};

export const regionHistogram = (values: Plane, region: FaceRegion): Float64Array => {
  const bins = new Float64Array(256);
  for (let i = 0; i < region.inside.length; i += 1) {
    if (region.inside[i] !== 1) continue;
    const bin = Math.round(values.values[i] ?? 0);
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return shares(bins);
};

/** Of the part of the square that lies in the plane. */
export const squareHistogram = (values: Plane, square: Rectangle): Float64Array => {
  const bins = new Float64Array(256);
  const [left, top] = [Math.max(0, square.x), Math.max(0, square.y)];
  for (let y = top; y < Math.min(values.height, square.y + square.height); y += 1)
    for (let x = left; x < Math.min(values.width, square.x + square.width); x += 1) {
      const bin = Math.round(values.values[y * values.width + x] ?? 0);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
  return shares(bins);
};
