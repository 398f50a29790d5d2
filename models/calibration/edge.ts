/**
 * Spatial frequency response of a slanted edge: ISO 12233:2017, annex D. Each row's edge is found by its centroid, a line
 * is laid through them, the rows become one edge sampled four times finer, its derivative is tapered and transformed.
 */
import { leastSquares } from "./fit.ts";
import type { Plane } from "./plane.ts";

const FINER = 4;

export interface Response {
  /** Modulation at i x step cycles a pixel, across the edge; 1 at 0. */
  readonly modulation: readonly number[];
  readonly step: number;
  /** Where it first falls to one half, cycles a pixel; undefined: nowhere below the sampling. */
  readonly half?: number;
  /** Standard uncertainty of a modulation, from the noise of the finer edge. */
  readonly noise: number;
}

/** Rows of a plane as arrays around the edge. */
const centroids = ({ width, height, data }: Plane, middle: (y: number) => number, reach: number): number[] =>
  Array.from({ length: height }, (_none, y) => {
    const centre = middle(y);
    let [sum, moment] = [0, 0];
    for (let x = 0; x + 1 < width; x += 1) {
      const far = (x + 1 - centre) / reach;
      if (Math.abs(far) >= 1) continue;
      const taper = 0.54 + 0.46 * Math.cos(Math.PI * far);
      const slope = ((data[y * width + x + 1] ?? 0) - (data[y * width + x] ?? 0)) * taper;
      sum += slope;
      moment += slope * (x + 1);
    }
    return sum === 0 ? Number.NaN : moment / sum;
  });

interface EdgeLine {
  readonly at: number;
  readonly slope: number;
}

const edgeLine = (plane: Plane): EdgeLine | undefined => {
  let line: EdgeLine = { at: plane.width / 2, slope: 0 };
  for (const reach of [plane.width / 2, plane.width / 3, plane.width / 4, plane.width / 5]) {
    const found = centroids(plane, (y) => line.at + line.slope * (y + 0.5), reach);
    const rows = found.flatMap((x, y) => (Number.isFinite(x) ? [{ x, y: y + 0.5 }] : []));
    const fit = leastSquares(
      rows.map(({ y }) => [1, y]),
      rows.map(({ x }) => x),
    );
    if (fit === undefined) return undefined;
    const [at = 0, slope = 0] = fit.parameters;
    line = { at, slope };
  }
  return line;
};

/** The edge as one profile, FINER samples a pixel across it; empty places are filled from their neighbours. */
const profileOf = (
  plane: Plane,
  { at, slope }: EdgeLine,
): { readonly values: Float64Array; readonly rms: number } => {
  const length = Math.hypot(1, slope);
  const reach = plane.width / 2 - (Math.abs(slope) * plane.height) / 2 - 1;
  const count = Math.max(8, 2 * Math.floor((reach / length) * FINER));
  const [sums, squares, counts] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let y = 0; y < plane.height; y += 1)
    for (let x = 0; x < plane.width; x += 1) {
      const across = (x + 0.5 - at - slope * (y + 0.5)) / length;
      const bin = Math.floor(across * FINER) + count / 2;
      if (bin < 0 || bin >= count) continue;
      const value = plane.data[y * plane.width + x] ?? 0;
      sums[bin] = (sums[bin] ?? 0) + value;
      squares[bin] = (squares[bin] ?? 0) + value * value;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  const values = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    const n = counts[i] ?? 0;
    values[i] = n > 0 ? (sums[i] ?? 0) / n : (values[i - 1] ?? 0);
  }
  // Noise from the flat ends.
  let [variance, ends] = [0, 0];
  for (const i of [2, 3, 4, 5, count - 6, count - 5, count - 4, count - 3]) {
    const n = counts[i] ?? 0;
    if (n < 2) continue;
    variance += ((squares[i] ?? 0) - (sums[i] ?? 0) ** 2 / n) / (n - 1) / n;
    ends += 1;
  }
  return { values, rms: Math.sqrt(variance / Math.max(1, ends)) };
};

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/**
 * Of an upright edge near the middle of the plane (linear light), slanted by a few degrees. Undefined when there is none
 * of enough contrast.
 */
export const edgeResponse = (plane: Plane): Response | undefined => {
  const line = edgeLine(plane);
  if (line === undefined || Math.abs(line.slope) > 0.36) return undefined;
  const { values, rms } = profileOf(plane, line);
  const n = values.length;
  const contrast = Math.abs((values[n - 3] ?? 0) - (values[2] ?? 0));
  if (contrast < 0.02 || rms > contrast / 4) return undefined;
  const spread = Array.from({ length: n - 1 }, (_none, i) => (values[i + 1] ?? 0) - (values[i] ?? 0));
  const tapered = spread.map(
    (value, i) => value * (0.54 + 0.46 * Math.cos((2 * Math.PI * (i + 0.5 - (n - 1) / 2)) / (n - 1))),
  );
  const step = 0.01;
  const transform = (perPixel: number): number => {
    let [re, im] = [0, 0];
    for (const [i, value] of tapered.entries()) {
      const angle = (2 * Math.PI * perPixel * i) / FINER;
      re += value * Math.cos(angle);
      im -= value * Math.sin(angle);
    }
    return Math.hypot(re, im);
  };
  const zero = transform(0);
  // Binning and the difference of two bins each take a sinc of a quarter pixel away.
  const modulation = Array.from(
    { length: 81 },
    (_none, i) => transform(i * step) / zero / sinc((i * step) / FINER) ** 2,
  );
  const after = modulation.findIndex((value) => value < 0.5);
  const [high, low] = [modulation[after - 1] ?? 1, modulation[after] ?? 0];
  return {
    modulation,
    step,
    ...(after > 0 ? { half: (after - 1 + (high - 0.5) / (high - low)) * step } : {}),
    noise: (rms * Math.sqrt(2 * n)) / contrast,
  };
};
