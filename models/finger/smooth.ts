/** Gaussian smoothing of planes and grids, separable, borders extended. */
import { convolveLine } from "../convolve.ts";
import type { CellGrid, Plane } from "./plane.ts";
import { scratch } from "./scratch.ts";

/** Taps of a Gaussian from -radius to +radius, sum 1. */
export const gaussianTaps = (sigma: number): Float32Array => {
  const radius = Math.max(1, Math.ceil(sigma * 2.6));
  const taps = Float32Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)),
  );
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
};

const paddedLine = scratch(Float64Array);
const columnSums = scratch(Float64Array);
const tapRows = scratch(Int32Array);
const middleOf = scratch(Float32Array);

const alongRows = (
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  taps: Float32Array,
) => {
  const radius = (taps.length - 1) / 2;
  const exact = Float64Array.from(taps);
  const line = paddedLine(width + 2 * radius);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    for (let x = 0; x < width; x += 1) line[radius + x] = from[row + x] as number;
    for (let x = 0; x < radius; x += 1) {
      line[x] = from[row] as number;
      line[radius + width + x] = from[row + width - 1] as number;
    }
    convolveLine(line, exact, to, row, width);
  }
};

/** Rounded to 32 bits after every tap; four columns at a time, whose sums do not wait for each other. */
const alongColumns = (
  from: Float32Array,
  to: Float32Array,
  width: number,
  height: number,
  taps: Float32Array,
) => {
  const radius = (taps.length - 1) / 2;
  const rows = tapRows(taps.length);
  const round = Math.fround;
  for (let y = 0; y < height; y += 1) {
    for (let k = 0; k < rows.length; k += 1)
      rows[k] = Math.min(height - 1, Math.max(0, y + k - radius)) * width;
    const row = y * width;
    let x = 0;
    for (; x + 3 < width; x += 4) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let k = 0; k < rows.length; k += 1) {
        const tap = taps[k] as number;
        const at = (rows[k] as number) + x;
        a = round(a + tap * (from[at] as number));
        b = round(b + tap * (from[at + 1] as number));
        c = round(c + tap * (from[at + 2] as number));
        d = round(d + tap * (from[at + 3] as number));
      }
      to[row + x] = a;
      to[row + x + 1] = b;
      to[row + x + 2] = c;
      to[row + x + 3] = d;
    }
    for (; x < width; x += 1) {
      let sum = 0;
      for (let k = 0; k < rows.length; k += 1)
        sum = round(sum + (taps[k] as number) * (from[(rows[k] as number) + x] as number));
      to[row + x] = sum;
    }
  }
};

const smooth = (
  data: Float32Array,
  width: number,
  height: number,
  sigma: number,
  out: Float32Array = new Float32Array(data.length),
): Float32Array => {
  const taps = gaussianTaps(sigma);
  const middle = middleOf(data.length);
  alongRows(data, middle, width, height, taps);
  alongColumns(middle, out, width, height, taps);
  return out;
};

/** Sigma in pixels. The result is written to `out`, where one is given. */
export const smoothPlane = (from: Plane, sigma: number, out?: Float32Array): Plane => ({
  ...from,
  data: smooth(from.data, from.width, from.height, sigma, out),
});

/** Sigma in cells. */
export const smoothGrid = (from: CellGrid, sigma: number): CellGrid => ({
  ...from,
  data: smooth(from.data, from.columns, from.rows, sigma),
});

/**
 * Running mean over (2 radius + 1) pixels along rows, then along columns; the border shrinks the window. The result is
 * written to `out`, where one is given; that may be the memory of `from`.
 */
export const boxMean = (
  from: Plane,
  radius: number,
  out: Float32Array = new Float32Array(from.width * from.height),
): Plane => {
  const { width, height } = from;
  const middle = middleOf(width * height);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    let sum = 0;
    for (let x = 0; x < Math.min(width, radius); x += 1) sum += from.data[row + x] as number;
    for (let x = 0; x < width; x += 1) {
      if (x + radius < width) sum += from.data[row + x + radius] as number;
      if (x - radius - 1 >= 0) sum -= from.data[row + x - radius - 1] as number;
      const count = Math.min(width - 1, x + radius) - Math.max(0, x - radius) + 1;
      middle[row + x] = sum / count;
    }
  }
  const sums = columnSums(width).fill(0);
  for (let y = -radius; y < height; y += 1) {
    const entering = (y + radius) * width;
    const leaving = (y - radius - 1) * width;
    if (y + radius < height)
      for (let x = 0; x < width; x += 1) sums[x] = (sums[x] as number) + (middle[entering + x] as number);
    if (leaving >= 0)
      for (let x = 0; x < width; x += 1) sums[x] = (sums[x] as number) - (middle[leaving + x] as number);
    if (y < 0) continue;
    const count = Math.min(height - 1, y + radius) - Math.max(0, y - radius) + 1;
    const row = y * width;
    for (let x = 0; x < width; x += 1) out[row + x] = (sums[x] as number) / count;
  }
  return { width, height, data: out };
};
