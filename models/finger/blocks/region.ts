/**
 * Where the print lies, as NIST's figures of the region of interest see it: what is dark once ridges are widened and
 * blurred, without holes, the largest patch alone. Reckoned on cells of four pixels, so that a figure may differ from
 * NIST's by the cells along the print's edge.
 */
import type { Plane } from "../plane.ts";
import { largestPatch } from "./patch.ts";
import type { Window } from "./grid.ts";
import { scratch } from "../scratch.ts";

const CELL = 4;
/** Standard deviations of the two blurs, in pixels: windows of 41 and 91. */
const FIRST_BLUR = 6.5;
const SECOND_BLUR = 14;

export interface Region {
  readonly columns: number;
  /** One byte for each cell of four pixels from the window's corner, 1 on the print. */
  readonly print: Uint8Array;
  /** Grey of its pixels in the mean; white where there is none. */
  readonly mean: number;
}

const cellTotals = scratch(Float32Array);
const cellCounts = scratch(Float32Array);
const blurLine = scratch(Float64Array);
const blurRows = scratch(Float32Array);
const darkInRow = scratch(Uint8Array);
const darkInSquare = scratch(Uint8Array);

/** Darkest pixel of the square of five around each. */
const darkest = (data: Uint8ClampedArray, width: number): Uint8Array => {
  const height = data.length / width;
  const rows = darkInRow(data.length);
  for (let y = 0; y < height; y += 1) {
    const [first, last] = [y * width, (y + 1) * width - 1];
    for (let at = first; at <= last; at += 1) {
      // Beyond the edge the edge itself, which is among the five anyway.
      const west = data[Math.max(first, at - 1)] as number;
      const farWest = data[Math.max(first, at - 2)] as number;
      const east = data[Math.min(last, at + 1)] as number;
      const farEast = data[Math.min(last, at + 2)] as number;
      rows[at] = Math.min(Math.min(data[at] as number, west), Math.min(farWest, east), farEast);
    }
  }
  const out = darkInSquare(data.length);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    const north = Math.max(0, y - 1) * width;
    const farNorth = Math.max(0, y - 2) * width;
    const south = Math.min(height - 1, y + 1) * width;
    const farSouth = Math.min(height - 1, y + 2) * width;
    for (let x = 0; x < width; x += 1) {
      const up = Math.min(rows[north + x] as number, rows[farNorth + x] as number);
      const down = Math.min(rows[south + x] as number, rows[farSouth + x] as number);
      out[row + x] = Math.min(rows[row + x] as number, up, down);
    }
  }
  return out;
};

/** Sums over each cell of four pixels, and how many pixels it has: fewer at the right and lower edge. */
const cellSums = (data: Uint8Array | Uint8ClampedArray, width: number, columns: number) => {
  const height = data.length / width;
  const rows = Math.ceil(height / CELL);
  const sums = cellTotals(columns * rows).fill(0);
  const counts = cellCounts(columns * rows).fill(0);
  for (let y = 0; y < height; y += 1)
    for (let column = 0; column < columns; column += 1) {
      const at = Math.floor(y / CELL) * columns + column;
      const end = Math.min(width, (column + 1) * CELL);
      let sum = 0;
      for (let x = column * CELL; x < end; x += 1) sum += data[y * width + x] as number;
      sums[at] = (sums[at] as number) + sum;
      counts[at] = (counts[at] as number) + end - column * CELL;
    }
  return { sums, counts };
};

/** Index on a line of `count`, mirrored at both ends. */
const mirrored = (at: number, count: number): number => {
  if (count === 1) return 0;
  const turn = Math.abs(at) % (2 * count - 2);
  return turn < count ? turn : 2 * count - 2 - turn;
};

/** Weighted mean of each value's surroundings along lines of `count` values, `step` apart, that begin `next` apart. */
const blurredLines = (
  data: Float32Array,
  kernel: readonly number[],
  count: number,
  step: number,
  next: number,
  out: Float32Array,
): Float32Array => {
  const reach = kernel.length - 1;
  const places = Array.from({ length: count + 2 * reach }, (_, k) => mirrored(k - reach, count) * step);
  const line = blurLine(places.length);
  for (let start = 0; start < (data.length / count) * next; start += next) {
    for (let k = 0; k < line.length; k += 1) line[k] = data[start + (places[k] as number)] as number;
    for (let k = 0; k < count; k += 1) {
      let sum = (kernel[0] as number) * (line[k + reach] as number);
      for (let i = 1; i <= reach; i += 1)
        sum += (kernel[i] as number) * ((line[k + reach - i] as number) + (line[k + reach + i] as number));
      out[start + k * step] = sum;
    }
  }
  return out;
};

/** Gaussian blur along rows and columns, in whole grey levels. */
const blurred = (data: Float32Array, columns: number, sigma: number): Float32Array => {
  const reach = Math.ceil(3 * sigma);
  const bell = Array.from({ length: reach + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)));
  const total = bell.reduce((sum, weight, i) => sum + (i === 0 ? weight : 2 * weight), 0);
  const kernel = bell.map((weight) => weight / total);
  const rows = blurredLines(data, kernel, columns, 1, columns, blurRows(data.length));
  const out = blurredLines(rows, kernel, data.length / columns, columns, 1, new Float32Array(data.length));
  for (let at = 0; at < out.length; at += 1) out[at] = Math.round(out[at] as number);
  return out;
};

/** Otsu's bound: the grey level that parts the values into two groups as far apart as can be. */
const between = (values: Float32Array): number => {
  const counts = new Float64Array(256);
  for (const value of values) counts[value] = (counts[value] as number) + 1;
  const all = counts.reduce((sum, count, grey) => sum + count * grey, 0);
  let [below, sum, best, bound] = [0, 0, -1, 0];
  for (let grey = 0; grey < 255; grey += 1) {
    below += counts[grey] as number;
    sum += grey * (counts[grey] as number);
    const above = values.length - below;
    if (below === 0 || above === 0) continue;
    const apart = below * above * (sum / below - (all - sum) / above) ** 2;
    if (apart > best) [best, bound] = [apart, grey];
  }
  return bound;
};

const meanOver = (region: Uint8Array, { sums, counts }: ReturnType<typeof cellSums>): number => {
  const total = (of: Float32Array) =>
    of.reduce((sum, value, at) => (region[at] === 1 ? sum + value : sum), 0);
  const count = total(counts);
  return count === 0 ? 255 : total(sums) / count;
};

const greysOf = scratch(Uint8ClampedArray);

/** The window's pixels, rounded. */
const wholeGreys = (print: Plane, { left, top, right, bottom }: Window): Uint8ClampedArray => {
  const width = right - left;
  const data = greysOf(width * (bottom - top));
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1)
      data[(y - top) * width + x - left] = print.data[y * print.width + x] as number;
  return data;
};

export const regionOf = (print: Plane, window: Window): Region => {
  const width = window.right - window.left;
  const data = wholeGreys(print, window);
  const columns = Math.ceil(width / CELL);
  const { sums, counts } = cellSums(darkest(data, width), width, columns);
  const cells = sums.map((sum, at) => sum / (counts[at] as number));
  const first = blurred(cells, columns, FIRST_BLUR / CELL);
  const bound = between(first);
  const second = blurred(
    first.map((grey) => (grey > bound ? 255 : 0)),
    columns,
    SECOND_BLUR / CELL,
  );
  const edge = between(second);
  const dark = Uint8Array.from(second, (grey) => (grey > edge ? 0 : 1));
  const region = largestPatch(dark, columns);
  return { columns, print: region, mean: meanOver(region, cellSums(data, width, columns)) };
};

/** Whether any cell under a block of pixels, counted from the window's corner, lies on the print. */
export const touchesPrint = (
  { columns, print }: Region,
  x: number,
  y: number,
  wide: number,
  high: number,
): boolean => {
  for (let row = Math.floor(y / CELL); row <= Math.floor((y + high - 1) / CELL); row += 1)
    for (let column = Math.floor(x / CELL); column <= Math.floor((x + wide - 1) / CELL); column += 1)
      if (print[row * columns + column] === 1) return true;
  return false;
};
