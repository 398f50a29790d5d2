/**
 * Where the print lies, as NIST's figures of the region of interest see it: what is dark once ridges are widened and
 * blurred, without holes, the largest patch alone. Reckoned on cells of four pixels, so that a figure may differ from
 * NIST's by the cells along the print's edge.
 */
import type { Plane } from "../plane.ts";
import { largestPatch } from "./patch.ts";
import type { Window } from "./grid.ts";

const CELL = 4;
/** Half the side of the square in which the darkest pixel is taken. */
const WIDEN = 2;
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

/** Darkest of the pixels two to each side, along rows or columns of a picture of `width`. */
const darkest = (data: Float32Array, width: number, step: number): Float32Array => {
  const out = new Float32Array(data.length);
  const count = step === 1 ? width : data.length / width;
  const lines = data.length / count;
  for (let line = 0; line < lines; line += 1) {
    const start = step === 1 ? line * width : line;
    for (let k = 0; k < count; k += 1) {
      let least = 255;
      for (let i = Math.max(0, k - WIDEN); i <= Math.min(count - 1, k + WIDEN); i += 1)
        least = Math.min(least, data[start + i * step] as number);
      out[start + k * step] = least;
    }
  }
  return out;
};

/** Sums over each cell of four pixels, and how many pixels it has: fewer at the right and lower edge. */
const cellSums = (data: Float32Array, width: number, columns: number) => {
  const height = data.length / width;
  const rows = Math.ceil(height / CELL);
  const sums = new Float32Array(columns * rows);
  const counts = new Float32Array(columns * rows);
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

/** Gaussian blur along rows and columns; the picture is mirrored at its edges. Whole grey levels. */
const blurred = (data: Float32Array, columns: number, sigma: number): Float32Array => {
  const reach = Math.ceil(3 * sigma);
  const kernel = Array.from({ length: reach + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)));
  const total = kernel.reduce((sum, weight, i) => sum + (i === 0 ? weight : 2 * weight), 0);
  const along = (input: Float32Array, count: number, step: number, next: number) => {
    const out = new Float32Array(input.length);
    const mirrored = (i: number): number => {
      if (count === 1) return 0;
      const turn = Math.abs(i) % (2 * count - 2);
      return turn < count ? turn : 2 * count - 2 - turn;
    };
    for (let line = 0; line < input.length / count; line += 1)
      for (let k = 0; k < count; k += 1) {
        let sum = 0;
        for (let i = -reach; i <= reach; i += 1)
          sum += (kernel[Math.abs(i)] as number) * (input[line * next + mirrored(k + i) * step] as number);
        out[line * next + k * step] = sum / total;
      }
    return out;
  };
  const rows = data.length / columns;
  return along(along(data, columns, 1, columns), rows, columns, 1).map(Math.round);
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

export const regionOf = (print: Plane, { left, top, right, bottom }: Window): Region => {
  const [width, height] = [right - left, bottom - top];
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    data.set(print.data.subarray((top + y) * print.width + left, (top + y) * print.width + right), y * width);
  const columns = Math.ceil(width / CELL);
  const { sums, counts } = cellSums(darkest(darkest(data, width, 1), width, width), width, columns);
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
