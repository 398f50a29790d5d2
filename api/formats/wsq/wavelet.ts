/**
 * One level of a biorthogonal wavelet with symmetric filters of odd length: even samples answer one filter, odd samples
 * the other, and the signal is mirrored about its first and last sample. Analysis and synthesis differ in the filters only.
 */
import type { Region } from "./tree.ts";

/** Right halves, centre first, padded with zeros to five taps. */
export interface FilterPair {
  readonly even: Float64Array;
  readonly odd: Float64Array;
}

export const TAPS = 5;

const padded = (taps: readonly number[]): Float64Array =>
  Float64Array.from({ length: TAPS }, (_, i) => taps[i] ?? 0);

export const analysisFilters = (low: readonly number[], high: readonly number[]): FilterPair => ({
  even: padded(low),
  odd: padded(high),
});

const sign = (i: number) => (i % 2 === 0 ? 1 : -1);

/** The synthesis filters are the analysis filters exchanged, with every second tap negated. */
export const synthesisFilters = (low: readonly number[], high: readonly number[]): FilterPair => {
  const fromLow = padded(high).map((tap, i) => tap * sign(i));
  const fromHigh = padded(low).map((tap, i) => tap * sign(i));
  return {
    even: fromLow.map((tap, i) => (i % 2 === 0 ? tap : (fromHigh[i] ?? 0))),
    odd: fromHigh.map((tap, i) => (i % 2 === 0 ? tap : (fromLow[i] ?? 0))),
  };
};

/** A picture of floating-point numbers, row-major. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Mirrors an index about 0 and about the last. */
const mirrored = (index: number, length: number): number => {
  if (length === 1) return 0;
  const period = 2 * length - 2;
  const at = Math.abs(index) % period;
  return at < length ? at : period - at;
};

/** Place of the n-th sample of a span when its samples are kept by halves. */
const placeOf = (n: number, length: number, flipped: boolean): number => {
  const low = (length + 1) >> 1;
  const half = n >> 1;
  if (n % 2 === 0) return flipped ? length - low + half : half;
  return flipped ? half : low + half;
};

/** Scratch for one region. */
export interface Scratch {
  readonly line: Float32Array;
  readonly block: Float32Array;
}

export const makeScratch = (width: number, height: number): Scratch => ({
  line: new Float32Array(width + 2 * TAPS),
  block: new Float32Array(width * height),
});

const MARGIN = TAPS - 1;

const mirrorEnds = (line: Float32Array, length: number): void => {
  for (let k = 1; k <= MARGIN; k += 1) {
    line[MARGIN - k] = line[MARGIN + mirrored(-k, length)] as number;
    line[MARGIN + length - 1 + k] = line[MARGIN + mirrored(length - 1 + k, length)] as number;
  }
};

/** A filter's taps, read by their places: a pattern for lists would go through an iterator at every row. */
type FiveTaps = readonly [number, number, number, number, number];

/** One row of filterRows: the line, its ends mirrored, answers the taps, into the places from `start` on. */
const filterLine = (
  values: Float32Array,
  start: number,
  line: Float32Array,
  places: Int32Array,
  even: FiveTaps,
  odd: FiveTaps,
): void => {
  const { 0: a0, 1: a1, 2: a2, 3: a3, 4: a4 } = even;
  const { 0: b0, 1: b1, 2: b2, 3: b3, 4: b4 } = odd;
  for (let n = 0; n < places.length; n += 1) {
    const c = MARGIN + n;
    const p0 = line[c] as number;
    const p1 = (line[c - 1] as number) + (line[c + 1] as number);
    const p2 = (line[c - 2] as number) + (line[c + 2] as number);
    const p3 = (line[c - 3] as number) + (line[c + 3] as number);
    const p4 = (line[c - 4] as number) + (line[c + 4] as number);
    values[start + (places[n] as number)] =
      n % 2 === 0
        ? a0 * p0 + a1 * p1 + a2 * p2 + a3 * p3 + a4 * p4
        : b0 * p0 + b1 * p1 + b2 * p2 + b3 * p3 + b4 * p4;
  }
};

/** Filters each row of the region; `split`: from natural order to halves, otherwise back. */
export const filterRows = (
  plane: Plane,
  { x, y }: Region,
  filters: FilterPair,
  split: boolean,
  { line }: Scratch,
): void => {
  const { values, width } = plane;
  const { length } = x;
  const even = filters.even as unknown as FiveTaps;
  const odd = filters.odd as unknown as FiveTaps;
  const natural = Int32Array.from({ length }, (_none, n) => n);
  const halves = Int32Array.from({ length }, (_none, n) => placeOf(n, length, x.flipped));
  const from = split ? natural : halves;
  const to = split ? halves : natural;
  for (let row = y.at; row < y.at + y.length; row += 1) {
    const start = row * width + x.at;
    for (let n = 0; n < length; n += 1) line[MARGIN + n] = values[start + (from[n] as number)] as number;
    mirrorEnds(line, length);
    filterLine(values, start, line, to, even, odd);
  }
};

/** One row of filterColumns: row `n` of `length` rows of the block answers `taps`, into `values` from `out` on. */
const filterAcross = (
  values: Float32Array,
  out: number,
  block: Float32Array,
  n: number,
  length: number,
  across: number,
  taps: FiveTaps,
): void => {
  const { 0: f0, 1: f1, 2: f2, 3: f3, 4: f4 } = taps;
  const here = n * across;
  const u1 = mirrored(n - 1, length) * across;
  const u2 = mirrored(n - 2, length) * across;
  const u3 = mirrored(n - 3, length) * across;
  const u4 = mirrored(n - 4, length) * across;
  const d1 = mirrored(n + 1, length) * across;
  const d2 = mirrored(n + 2, length) * across;
  const d3 = mirrored(n + 3, length) * across;
  const d4 = mirrored(n + 4, length) * across;
  for (let i = 0; i < across; i += 1)
    values[out + i] =
      f0 * (block[here + i] as number) +
      f1 * ((block[u1 + i] as number) + (block[d1 + i] as number)) +
      f2 * ((block[u2 + i] as number) + (block[d2 + i] as number)) +
      f3 * ((block[u3 + i] as number) + (block[d3 + i] as number)) +
      f4 * ((block[u4 + i] as number) + (block[d4 + i] as number));
};

/** Filters each column of the region, row by row for the sake of the cache. */
export const filterColumns = (
  plane: Plane,
  { x, y }: Region,
  filters: FilterPair,
  split: boolean,
  { block }: Scratch,
): void => {
  const { values, width } = plane;
  const across = x.length;
  const { length } = y;
  for (let n = 0; n < length; n += 1) {
    const row = (y.at + (split ? n : placeOf(n, length, y.flipped))) * width + x.at;
    block.set(values.subarray(row, row + across), n * across);
  }
  const even = filters.even as unknown as FiveTaps;
  const odd = filters.odd as unknown as FiveTaps;
  for (let n = 0; n < length; n += 1) {
    const out = (y.at + (split ? placeOf(n, length, y.flipped) : n)) * width + x.at;
    filterAcross(values, out, block, n, length, across, n % 2 === 0 ? even : odd);
  }
};

/** Splits every region in turn. */
export const decompose = (plane: Plane, splits: readonly Region[], filters: FilterPair): void => {
  const scratch = makeScratch(plane.width, plane.height);
  for (const region of splits) {
    filterRows(plane, region, filters, true, scratch);
    filterColumns(plane, region, filters, true, scratch);
  }
};

/** Joins every region again, the last split first. */
export const reconstruct = (plane: Plane, splits: readonly Region[], filters: FilterPair): void => {
  const scratch = makeScratch(plane.width, plane.height);
  for (const region of splits.toReversed()) {
    filterColumns(plane, region, filters, false, scratch);
    filterRows(plane, region, filters, false, scratch);
  }
};
