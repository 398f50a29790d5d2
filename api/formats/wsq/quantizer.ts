/** The bins of each subband: from the variances and the bit rate asked for (specification, annex on the encoder). */
import { power } from "../../base/power.ts";
import { SUBBANDS, ZERO_BIN } from "./constants.ts";
import { asWritten } from "./segments.ts";
import type { Region } from "./tree.ts";
import { cellsOf } from "./tree.ts";
import type { Plane } from "./wavelet.ts";

export interface Bin {
  /** Width; 0: the subband is not coded. */
  readonly width: number;
  readonly zero: number;
}

const variance = (plane: Plane, x0: number, y0: number, lenX: number, lenY: number): number => {
  let sum = 0;
  let squares = 0;
  for (let y = y0; y < y0 + lenY; y += 1)
    for (let at = y * plane.width + x0, end = at + lenX; at < end; at += 1) {
      const value = plane.values[at] as number;
      sum += value;
      squares += value * value;
    }
  const count = lenX * lenY;
  return count < 2 ? 0 : (squares - (sum * sum) / count) / (count - 1);
};

/** Of the subband's middle, where the finger is. */
const centralVariance = (plane: Plane, { x, y }: Region): number =>
  variance(
    plane,
    x.at + Math.floor(x.length / 8),
    y.at + Math.floor((9 * y.length) / 32),
    Math.floor((3 * x.length) / 4),
    Math.floor((7 * y.length) / 16),
  );

/** Below this sum over the four lowest subbands the print is faint, and whole subbands are measured. */
const FAINT = 20_000;

export const variancesOf = (plane: Plane, subbands: readonly Region[]): number[] => {
  const central = subbands.map((region) => centralVariance(plane, region));
  const lowest = central.slice(0, 4).reduce((sum, value) => sum + value, 0);
  if (lowest >= FAINT) return central;
  return subbands.map((region) =>
    variance(plane, region.x.at, region.y.at, region.x.length, region.y.length),
  );
};

/** Subbands whose variance is below this are not coded. */
const LEAST_VARIANCE = 1.01;

/** Weights of the eight subbands of highest frequency; 1 for the rest. */
const WEIGHTS: Readonly<Record<number, number>> = {
  52: 1.32,
  53: 1.08,
  54: 1.42,
  55: 1.08,
  56: 1.32,
  57: 1.42,
  58: 1.08,
  59: 1.08,
};

/** Share of the picture's coefficients that lie in a subband. */
const share = (k: number): number => (k < 4 ? 1 / 1024 : k < 51 ? 1 / 256 : 1 / 16);

/** Bin width before the common factor. */
const relativeWidth = (k: number, variance: number): number =>
  k < 4 ? 1 : 10 / ((WEIGHTS[k] ?? 1) * Math.log(variance));

/** A subband whose bins would be wider than this many deviations takes no part in sharing out the rate; it is coded all the same. */
const WIDEST = 5;
/** So that a zero bin still fits 16 bits. */
const LARGEST_BIN = 54_000;
/** The largest coefficient (128, times a gain of 32, and some overshoot) then still counts fewer than 65,536 bins. */
const SMALLEST_BIN = 0.1;
const LARGEST_EXPONENT = 60;

/** Bins for `rate` bits a pixel. */
export const designBins = (variances: readonly number[], rate: number): Bin[] => {
  const relative = variances.map((value, k) => (value < LEAST_VARIANCE ? 0 : relativeWidth(k, value)));
  let kept = relative.flatMap((width, k) => (width > 0 ? [k] : []));
  let factor = 1;
  while (kept.length > 0) {
    let total = 0;
    let logProduct = 0;
    for (const k of kept) {
      total += share(k);
      logProduct += share(k) * Math.log(Math.sqrt(variances[k] ?? 1) / (relative[k] ?? 1));
    }
    // Where few subbands hold everything the exponent runs away; the bins then stop at the smallest.
    factor = power(2, Math.min(LARGEST_EXPONENT, rate / total - 1)) / 2.5 / Math.exp(logProduct / total);
    const fits = kept.filter((k) => (relative[k] ?? 0) / factor < WIDEST * Math.sqrt(variances[k] ?? 0));
    if (fits.length === kept.length) break;
    kept = fits;
  }
  return Array.from({ length: SUBBANDS }, (_, k) => {
    const wanted = (relative[k] ?? 0) / factor;
    const width = wanted === 0 ? 0 : asWritten(Math.min(LARGEST_BIN, Math.max(SMALLEST_BIN, wanted)));
    return { width, zero: asWritten(ZERO_BIN * width) };
  });
};

/** Whole bins, subband after subband; subbands without bins are left out. Also where each subband starts. */
export const quantize = (
  plane: Plane,
  subbands: readonly Region[],
  bins: readonly Bin[],
): { values: Int32Array; starts: number[] } => {
  const starts: number[] = [];
  let size = 0;
  for (const [k, region] of subbands.entries()) {
    starts.push(size);
    if ((bins[k]?.width ?? 0) > 0) size += cellsOf(region);
  }
  starts.push(size);
  const values = new Int32Array(size);
  let to = 0;
  for (const [k, { x, y }] of subbands.entries()) {
    const { width, zero } = bins[k] ?? { width: 0, zero: 0 };
    if (width === 0) continue;
    const half = zero / 2;
    for (let row = y.at; row < y.at + y.length; row += 1)
      for (let at = row * plane.width + x.at, end = at + x.length; at < end; at += 1, to += 1) {
        const value = plane.values[at] as number;
        if (value > half) values[to] = Math.floor((value - half) / width) + 1;
        else if (value < -half) values[to] = Math.ceil((value + half) / width) - 1;
      }
  }
  return { values, starts };
};

/** Puts quantized values back into the plane, each a share `centre` of a bin inside it. */
export const dequantize = (
  values: Int32Array,
  plane: Plane,
  subbands: readonly Region[],
  bins: readonly Bin[],
  centre: number,
): void => {
  let from = 0;
  for (const [k, { x, y }] of subbands.entries()) {
    const { width, zero } = bins[k] ?? { width: 0, zero: 0 };
    if (width === 0) continue;
    const half = zero / 2;
    for (let row = y.at; row < y.at + y.length; row += 1)
      for (let at = row * plane.width + x.at, end = at + x.length; at < end; at += 1, from += 1) {
        const value = values[from] as number;
        if (value > 0) plane.values[at] = (value - centre) * width + half;
        else if (value < 0) plane.values[at] = (value + centre) * width - half;
      }
  }
};
