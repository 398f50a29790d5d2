/**
 * How far edges are spread, from how much two smoothings weaken them. A step spread by s has a gradient of
 * 1 / sqrt(s^2 + a^2) after smoothing by a; the ratio of two such gradients gives s whatever the step's height, so
 * that faint edges of dark skin count like strong ones of light skin.
 */
import { BLUR } from "../../params/face.ts";
import { once } from "./once.ts";
import { plane } from "./plane.ts";
import type { Plane } from "./plane.ts";

const kernel = (sigma: number): Float32Array => {
  const reach = Math.ceil(2.5 * sigma);
  const raw = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - reach) / sigma) ** 2),
  );
  const sum = raw.reduce((total, value) => total + value, 0);
  return raw.map((value) => value / sum);
};

/** Weighted sums along the rows of `from`, written as columns: twice makes a Gaussian. Edges repeat. */
const smoothTurned = ({ width, height, values }: Plane, weights: Float32Array): Plane => {
  const reach = (weights.length - 1) >> 1;
  const out = plane(height, width);
  const line = new Float32Array(width + 2 * reach);
  const middle = weights[reach] ?? 0;
  for (let y = 0; y < height; y += 1) {
    line.set(values.subarray(y * width, (y + 1) * width), reach);
    line.fill(values[y * width] ?? 0, 0, reach);
    line.fill(values[(y + 1) * width - 1] ?? 0, width + reach);
    for (let x = 0, to = y; x < width; x += 1, to += height) {
      const here = x + reach;
      let sum = middle * (line[here] ?? 0);
      for (let k = 1; k <= reach; k += 1)
        sum += (weights[reach + k] ?? 0) * ((line[here - k] ?? 0) + (line[here + k] ?? 0));
      out.values[to] = sum;
    }
  }
  return out;
};

export const gaussian = (from: Plane, sigma: number): Plane => {
  const weights = kernel(sigma);
  return smoothTurned(smoothTurned(from, weights), weights);
};

const MOST_RATIO = (BLUR.coarse / BLUR.fine) ** 2;

/** Spread of an edge whose gradient after the fine smoothing is `ratio` times that after the coarse one. */
const spreadOf = (ratio: number): number => {
  const squared = ratio * ratio;
  if (squared >= MOST_RATIO) return 0;
  if (squared <= 1) return BLUR.widest;
  return Math.min(BLUR.widest, Math.sqrt((BLUR.coarse ** 2 - squared * BLUR.fine ** 2) / (squared - 1)));
};

/** Spreads at the crests of edges whose gradient runs mainly along `step` (1: across, width: down). */
const spreadsAlong = (fine: Plane, coarse: Plane, step: number): number[] => {
  const { width, height, values } = fine;
  const other = step === 1 ? width : 1;
  const found: number[] = [];
  for (let y = 2; y < height - 2; y += 1)
    for (let x = 2; x < width - 2; x += 1) {
      const i = y * width + x;
      const here = values[i] ?? 0;
      const g = Math.abs((values[i + step] ?? 0) - (values[i - step] ?? 0));
      if (g < BLUR.leastGradient) continue;
      if (g < Math.abs(here - (values[i - 2 * step] ?? 0))) continue;
      if (g <= Math.abs((values[i + 2 * step] ?? 0) - here)) continue;
      if (g < 1.5 * Math.abs((values[i + other] ?? 0) - (values[i - other] ?? 0))) continue;
      const weak = Math.abs((coarse.values[i + step] ?? 0) - (coarse.values[i - step] ?? 0));
      found.push(spreadOf(g / Math.max(weak, 1e-6)));
    }
  return found;
};

const quantile = (values: readonly number[], share: number): number =>
  Float64Array.from(values).sort()[Math.floor(values.length * share)] ?? Number.NaN;

const deviation = ({ values }: Plane): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

/**
 * Spread (standard deviation) of the sharper edges, in pixels of the plane; of the two directions the worse, so
 * that movement shows. Undefined where the plane is too flat to say.
 */
export const edgeSpread = once((luma: Plane): number | undefined => {
  const fine = gaussian(luma, BLUR.fine);
  const coarse = gaussian(luma, BLUR.coarse);
  const across = spreadsAlong(fine, coarse, 1);
  const down = spreadsAlong(fine, coarse, luma.width);
  // A face always has edges: where there is contrast and no edge, they are spread beyond finding.
  if (across.length < BLUR.leastEdges || down.length < BLUR.leastEdges)
    return deviation(luma) >= BLUR.contrast ? BLUR.widest : undefined;
  return Math.max(quantile(across, BLUR.share), quantile(down, BLUR.share));
});
