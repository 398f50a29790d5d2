/** Fields of numbers over a print: row-major, one value a cell. */
import type { Dice } from "../dice.ts";

export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

export const grid = (width: number, height: number): Grid => ({
  width,
  height,
  values: new Float32Array(width * height),
});

/** Bilinear; outside, the nearest edge. */
export const sample = (field: Grid, x: number, y: number): number => {
  const { width, height, values } = field;
  const cx = x < 0 ? 0 : x > width - 1 ? width - 1 : x;
  const cy = y < 0 ? 0 : y > height - 1 ? height - 1 : y;
  const x0 = Math.min(Math.floor(cx), width - 2);
  const y0 = Math.min(Math.floor(cy), height - 2);
  const fx = cx - x0;
  const fy = cy - y0;
  const at = y0 * width + x0;
  const top = (values[at] ?? 0) * (1 - fx) + (values[at + 1] ?? 0) * fx;
  const bottom = (values[at + width] ?? 0) * (1 - fx) + (values[at + width + 1] ?? 0) * fx;
  return top * (1 - fy) + bottom * fy;
};

/** Resamples every row of `from` at `count` places `step` apart, starting at `start`, with the cubic B-spline. */
const splineRows = (from: Grid, count: number, start: number, step: number): Grid => {
  const out = grid(count, from.height);
  const columns = new Int32Array(count * 4);
  const weights = new Float64Array(count * 4);
  for (let i = 0; i < count; i += 1) {
    const at = start + i * step;
    const cell = Math.floor(at);
    const f = at - cell;
    const g = 1 - f;
    weights[i * 4] = (g * g * g) / 6;
    weights[i * 4 + 1] = (3 * f * f * f - 6 * f * f + 4) / 6;
    weights[i * 4 + 2] = (3 * g * g * g - 6 * g * g + 4) / 6;
    weights[i * 4 + 3] = (f * f * f) / 6;
    for (let tap = 0; tap < 4; tap += 1)
      columns[i * 4 + tap] = Math.min(Math.max(cell - 1 + tap, 0), from.width - 1);
  }
  for (let y = 0, at = 0; y < from.height; y += 1) {
    const row = y * from.width;
    for (let i = 0, k = 0; i < count; i += 1, at += 1) {
      // Each sum as a cell of a grid keeps it.
      let sum = 0;
      for (const end = k + 4; k < end; k += 1)
        sum = Math.fround(
          sum + (weights[k] as number) * (from.values[row + (columns[k] as number)] as number),
        );
      out.values[at] = sum;
    }
  }
  return out;
};

/** Columns that are transposed together: a line of the cache for each fits the first level. */
const STRIP = 32;

const transposed = (from: Grid): Grid => {
  const out = grid(from.height, from.width);
  // In strips, so that what is written together lies together.
  for (let left = 0; left < from.width; left += STRIP) {
    const right = Math.min(left + STRIP, from.width);
    for (let y = 0; y < from.height; y += 1)
      for (let x = left; x < right; x += 1)
        out.values[x * from.height + y] = from.values[y * from.width + x] as number;
  }
  return out;
};

/** Smooth resampling to another size with the cubic B-spline; `cell` = cells of the output per cell of the input. */
export const enlarge = (from: Grid, width: number, height: number, cell: number): Grid => {
  const offset = 0.5 / cell - 0.5;
  const rows = splineRows(from, width, offset, 1 / cell);
  return transposed(splineRows(transposed(rows), height, offset, 1 / cell));
};

/** Smooth noise of about unit variance whose features are about `cell` cells wide. */
export const smoothNoise = (dice: Dice, width: number, height: number, cell: number): Grid => {
  const coarse = grid(Math.ceil(width / cell) + 3, Math.ceil(height / cell) + 3);
  // 1.6: the spline's smoothing lowers the variance of white noise by 1.6 an axis at its worst phase mean.
  for (let i = 0; i < coarse.values.length; i += 1) coarse.values[i] = dice.normal() * 1.9;
  const offset = 1;
  const rows = splineRows(coarse, width, offset, 1 / cell);
  return transposed(splineRows(transposed(rows), height, offset, 1 / cell));
};

/** Box blur of odd side 2r+1, twice: close to a Gaussian of sigma about sqrt(2 * ((2r+1)^2 - 1) / 12). */
export const blurred = (from: Grid, sigma: number): Grid => {
  if (sigma <= 0) return from;
  const reach = Math.ceil(2.5 * sigma);
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const total = kernel.reduce((sum, value) => sum + value, 0);
  return blurRows(transposed(blurRows(transposed(from), kernel, total)), kernel, total);
};

const blurRows = (from: Grid, kernel: Float32Array, total: number): Grid => {
  const { width, height, values } = from;
  const out = grid(width, height);
  const reach = (kernel.length - 1) / 2;
  // A row with its ends drawn out, so that the sum needs no bounds.
  const row = new Float32Array(width + 2 * reach);
  for (let y = 0, at = 0; y < height; y += 1) {
    const start = y * width;
    row.fill(values[start] as number, 0, reach);
    row.set(values.subarray(start, start + width), reach);
    row.fill(values[start + width - 1] as number, reach + width);
    for (let x = 0; x < width; x += 1, at += 1) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k += 1) sum += (kernel[k] as number) * (row[x + k] as number);
      out.values[at] = sum / total;
    }
  }
  return out;
};
