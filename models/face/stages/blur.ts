/**
 * How far edges are spread, from how much two smoothings weaken them. A step spread by s has a gradient of
 * 1 / sqrt(s^2 + a^2) after smoothing by a; the ratio of two such gradients gives s whatever the step's height, so
 * that faint edges of dark skin count like strong ones of light skin.
 */
import { BLUR } from "../../params/face.ts";
import { plane } from "./plane.ts";
import type { Plane } from "./plane.ts";

const kernel = (sigma: number): Float32Array => {
  const reach = Math.ceil(3 * sigma);
  const raw = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - reach) / sigma) ** 2),
  );
  const sum = raw.reduce((total, value) => total + value, 0);
  return raw.map((value) => value / sum);
};

/** Separable; edges repeat. */
export const gaussian = (from: Plane, sigma: number): Plane => {
  const weights = kernel(sigma);
  const reach = (weights.length - 1) / 2;
  const { width, height } = from;
  const rows = plane(width, height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let k = -reach; k <= reach; k += 1) {
        const at = x + k < 0 ? 0 : x + k >= width ? width - 1 : x + k;
        sum += (weights[k + reach] ?? 0) * (from.values[y * width + at] ?? 0);
      }
      rows.values[y * width + x] = sum;
    }
  const out = plane(width, height);
  for (let y = 0; y < height; y += 1)
    for (let k = -reach; k <= reach; k += 1) {
      const at = (y + k < 0 ? 0 : y + k >= height ? height - 1 : y + k) * width;
      const weight = weights[k + reach] ?? 0;
      for (let x = 0; x < width; x += 1)
        out.values[y * width + x] = (out.values[y * width + x] ?? 0) + weight * (rows.values[at + x] ?? 0);
    }
  return out;
};

/** Spreads of the edges whose gradient runs mainly across (vertical edges) or mainly down. */
interface Spreads {
  readonly across: number[];
  readonly down: number[];
}

const spreads = (fine: Plane, coarse: Plane): Spreads => {
  const { width, height } = fine;
  const found: Spreads = { across: [], down: [] };
  const gradient = (p: Plane, i: number, step: number): number =>
    (p.values[i + step] ?? 0) - (p.values[i - step] ?? 0);
  const visit = (step: 1 | number, into: number[]) => {
    for (let y = 2; y < height - 2; y += 1)
      for (let x = 2; x < width - 2; x += 1) {
        const i = y * width + x;
        const g = Math.abs(gradient(fine, i, step));
        if (g < BLUR.leastGradient) continue;
        // The crest of the edge, running mainly this way.
        if (g < Math.abs(gradient(fine, i - step, step)) || g <= Math.abs(gradient(fine, i + step, step)))
          continue;
        if (g < 1.5 * Math.abs(gradient(fine, i, step === 1 ? width : 1))) continue;
        const ratio = (g / Math.max(Math.abs(gradient(coarse, i, step)), 1e-6)) ** 2;
        const most = (BLUR.coarse / BLUR.fine) ** 2;
        const squared =
          ratio >= most
            ? 0
            : ratio <= 1
              ? BLUR.widest ** 2
              : (BLUR.coarse ** 2 - ratio * BLUR.fine ** 2) / (ratio - 1);
        into.push(Math.min(BLUR.widest, Math.sqrt(Math.max(0, squared))));
      }
  };
  visit(1, found.across);
  visit(width, found.down);
  return found;
};

const quantile = (values: number[], share: number): number =>
  values.sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

/**
 * Spread (standard deviation) of the sharper edges, in pixels of the plane; of the two directions the worse, so
 * that movement shows. Undefined where there are too few edges to say.
 */
export const edgeSpread = (luma: Plane): number | undefined => {
  const { across, down } = spreads(gaussian(luma, BLUR.fine), gaussian(luma, BLUR.coarse));
  if (across.length < BLUR.leastEdges || down.length < BLUR.leastEdges) return undefined;
  return Math.max(quantile(across, BLUR.share), quantile(down, BLUR.share));
};
