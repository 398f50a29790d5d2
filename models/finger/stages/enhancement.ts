/**
 * Contextual filtering: each block of pixels is filtered by a wave across the local ridges at their local period,
 * then averaged along them. The two one-dimensional filters together are a Gabor filter that bends with the ridge.
 */
import { EXTRACT } from "../params.ts";
import { cellAt, gridAt, type CellGrid, type Plane } from "../plane.ts";
import { scratch } from "../scratch.ts";
import type { Orientation } from "./orientation.ts";

/** A line of taps through the centre pixel, as whole-pixel offsets into a padded plane. */
interface Line {
  readonly dx: readonly number[];
  readonly dy: readonly number[];
  readonly weight: readonly number[];
}

/** Each tap is shared by the two pixels that it falls between. */
const line = (angle: number, taps: readonly { at: number; weight: number }[]): Line => {
  const stepX = Math.cos(angle);
  const stepY = -Math.sin(angle);
  const sums = new Map<string, { x: number; y: number; weight: number }>();
  const add = (x: number, y: number, weight: number) => {
    const key = `${x},${y}`;
    const old = sums.get(key);
    if (old === undefined) sums.set(key, { x, y, weight });
    else old.weight += weight;
  };
  for (const { at, weight } of taps) {
    const x = at * stepX;
    const y = at * stepY;
    if (Math.abs(stepX) >= Math.abs(stepY)) {
      const whole = Math.round(x);
      const other = (whole * stepY) / stepX;
      const floor = Math.floor(other);
      add(whole, floor, weight * (1 - other + floor));
      add(whole, floor + 1, weight * (other - floor));
    } else {
      const whole = Math.round(y);
      const other = (whole * stepX) / stepY;
      const floor = Math.floor(other);
      add(floor, whole, weight * (1 - other + floor));
      add(floor + 1, whole, weight * (other - floor));
    }
  }
  const kept = [...sums.values()].filter((tap) => Math.abs(tap.weight) > 1e-4);
  return { dx: kept.map((t) => t.x), dy: kept.map((t) => t.y), weight: kept.map((t) => t.weight) };
};

/** Distance between the points of a line that lie on whole columns (or rows). */
const spacing = (angle: number) => 1 / Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle)));

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const acrossLine = (ridgeAngle: number, period: number): Line => {
  const angle = ridgeAngle + Math.PI / 2;
  const step = spacing(angle);
  const sigma = EXTRACT.enhancement.acrossPeriods * period;
  const count = Math.ceil((2.4 * sigma) / step);
  const at = Array.from({ length: 2 * count + 1 }, (_, i) => (i - count) * step);
  const envelope = at.map((t) => Math.exp((-t * t) / (2 * sigma * sigma)));
  const wave = at.map((t, i) => (envelope[i] ?? 0) * Math.cos((2 * Math.PI * t) / period));
  const mean = total(wave) / total(envelope);
  const zeroMean = wave.map((value, i) => value - mean * (envelope[i] ?? 0));
  const size = total(zeroMean.map(Math.abs));
  return line(
    angle,
    at.map((t, i) => ({ at: t, weight: (2 * (zeroMean[i] ?? 0)) / size })),
  );
};

const alongLine = (angle: number): Line => {
  // Every second pixel is enough for a Gaussian this wide.
  const step = 2 * spacing(angle);
  const sigma = EXTRACT.enhancement.alongSigma;
  const count = Math.ceil((2.1 * sigma) / step);
  const at = Array.from({ length: 2 * count + 1 }, (_, i) => (i - count) * step);
  const weight = at.map((t) => Math.exp((-t * t) / (2 * sigma * sigma)));
  const sum = total(weight);
  return line(
    angle,
    at.map((t, i) => ({ at: t, weight: (weight[i] ?? 0) / sum })),
  );
};

const { directions, periods } = EXTRACT.enhancement;
const directionAngle = (k: number) => (Math.PI * k) / directions;
const alongLines = Array.from({ length: directions }, (_, k) => alongLine(directionAngle(k)));
const acrossLines = periods.map((period) =>
  Array.from({ length: directions }, (_, k) => acrossLine(directionAngle(k), period)),
);

/** Farthest reach of any line and one block, in pixels: the padding that makes every tap legal. */
const reach =
  EXTRACT.block +
  Math.max(
    ...[...alongLines, ...acrossLines.flat()].flatMap((l) => [...l.dx.map(Math.abs), ...l.dy.map(Math.abs)]),
  );

/** A line in a plane of one stride; its offsets are reckoned again when a print of another width comes. */
interface Taps {
  readonly line: Line;
  stride: number;
  readonly offsets: Int32Array;
  /** Of 32 bits. */
  readonly weights: Float64Array;
}

const tapsOf = (line: Line): Taps => ({
  line,
  stride: 0,
  offsets: new Int32Array(line.weight.length),
  weights: Float64Array.from(line.weight, Math.fround),
});

const alongTaps = alongLines.map(tapsOf);
const acrossTaps = acrossLines.map((lines) => lines.map(tapsOf));

const laidOut = (taps: Taps | undefined, stride: number): Taps | undefined => {
  if (taps === undefined || taps.stride === stride) return taps;
  const { dx, dy } = taps.line;
  for (let k = 0; k < taps.offsets.length; k += 1) taps.offsets[k] = (dx[k] ?? 0) + (dy[k] ?? 0) * stride;
  taps.stride = stride;
  return taps;
};

interface Plan {
  /** Per block: direction and period index; direction 255 marks a block outside the print. */
  readonly direction: Uint8Array;
  readonly period: Uint8Array;
  readonly columns: number;
  readonly rows: number;
}

const nearestPeriod = (value: number): number => {
  let best = 0;
  for (let k = 1; k < periods.length; k += 1)
    if (Math.abs((periods[k] ?? 0) - value) < Math.abs((periods[best] ?? 0) - value)) best = k;
  return best;
};

const planBlocks = (signal: Plane, orientation: Orientation, period: CellGrid, mask: CellGrid): Plan => {
  const { block } = EXTRACT;
  const columns = Math.ceil(signal.width / block);
  const rows = Math.ceil(signal.height / block);
  const plan: Plan = {
    direction: new Uint8Array(columns * rows).fill(255),
    period: new Uint8Array(columns * rows),
    columns,
    rows,
  };
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const x = (column + 0.5) * block;
      const y = (row + 0.5) * block;
      if (cellAt(mask, x, y) === 0) continue;
      const angle = 0.5 * Math.atan2(gridAt(orientation.sin2, x, y), gridAt(orientation.cos2, x, y));
      const at = row * columns + column;
      plan.direction[at] = (Math.round((angle / Math.PI) * directions) + directions) % directions;
      plan.period[at] = nearestPeriod(gridAt(period, x, y));
    }
  return plan;
};

/**
 * Filters four pixels in a row with the same taps, which are then fetched once for all four. Values of 32 bits stand in
 * planes of 64: they would have to be widened anew for every tap.
 */
const filterFour = (
  from: Float64Array,
  to: Float64Array,
  centre: number,
  { offsets, weights }: Taps,
): void => {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let k = 0; k < offsets.length; k += 1) {
    const at = centre + (offsets[k] as number);
    const weight = weights[k] as number;
    a += weight * (from[at] as number);
    b += weight * (from[at + 1] as number);
    c += weight * (from[at + 2] as number);
    d += weight * (from[at + 3] as number);
  }
  to[centre] = Math.fround(a);
  to[centre + 1] = Math.fround(b);
  to[centre + 2] = Math.fround(c);
  to[centre + 3] = Math.fround(d);
};

/**
 * One filter pass over padded planes; the taps of each block are chosen by the plan. A block at the right edge may
 * write up to three pixels into the padding, which the next pass sees and the result does not.
 */
const filterBlocks = (
  from: Float64Array,
  to: Float64Array,
  size: { width: number; height: number; stride: number },
  plan: Plan,
  choose: (at: number) => Taps | undefined,
): void => {
  const { block } = EXTRACT;
  for (let row = 0; row < plan.rows; row += 1)
    for (let column = 0; column < plan.columns; column += 1) {
      const taps = choose(row * plan.columns + column);
      if (taps === undefined) continue;
      const lastY = Math.min(size.height, (row + 1) * block);
      for (let y = row * block; y < lastY; y += 1)
        filterFour(from, to, (y + reach) * size.stride + column * block + reach, taps);
    }
};

const paddedOf = scratch(Float64Array);
const middleOf = scratch(Float64Array);

/** About -1..1, positive on ridges; 0 outside the print. Written to `data`, where it is given. */
export const enhance = (
  signal: Plane,
  orientation: Orientation,
  period: CellGrid,
  mask: CellGrid,
  data: Float32Array = new Float32Array(signal.data.length),
): Plane => {
  const { width, height } = signal;
  const stride = width + 2 * reach;
  const padded = paddedOf(stride * (height + 2 * reach) + EXTRACT.block).fill(0);
  for (let y = 0; y < height; y += 1) {
    const start = (y + reach) * stride + reach;
    for (let x = 0; x < width; x += 1) padded[start + x] = signal.data[y * width + x] as number;
  }
  const plan = planBlocks(signal, orientation, period, mask);
  const size = { width, height, stride };
  const middle = middleOf(padded.length).fill(0);
  filterBlocks(padded, middle, size, plan, (at) =>
    laidOut(acrossTaps[plan.period[at] as number]?.[plan.direction[at] as number], stride),
  );
  padded.fill(0);
  filterBlocks(middle, padded, size, plan, (at) => laidOut(alongTaps[plan.direction[at] as number], stride));
  for (let y = 0; y < height; y += 1) {
    const start = (y + reach) * stride + reach;
    for (let x = 0; x < width; x += 1) data[y * width + x] = padded[start + x] as number;
  }
  return { width, height, data };
};
