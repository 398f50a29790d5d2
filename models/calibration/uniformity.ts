/** Signal-to-noise ratio, uniformity and dead pixels from one light and one dark picture (TR-03121-3.2 5.1.5.1.4). */
import type { Measurement } from "../../api/words/calibration.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import type { PixelsPerInch, Point } from "../../api/words/units.ts";
import { SCANNER } from "../params/calibration.ts";
import { quantile, unmeasurable } from "./fit.ts";
import { measured } from "./judge.ts";
import { planeOf, statisticsOf, type Plane, type Statistics } from "./plane.ts";

const LEAST_RATIO = 125;
/** Rounding to whole levels: no picture has less noise than this. */
const ROUNDING = 1 / Math.sqrt(12);

export interface UniformityInput {
  /** Of a uniform target of high reflectance. */
  readonly light: GreyImage;
  /** Of a uniform target of low reflectance. */
  readonly dark: GreyImage;
  readonly ppi: PixelsPerInch;
}

interface Area extends Statistics {
  readonly x: number;
  readonly y: number;
}

/** Independent areas of a quarter inch. */
const areasOf = (plane: Plane, side: number): Area[] => {
  const areas: Area[] = [];
  for (let y = 0; y + side <= plane.height; y += side)
    for (let x = 0; x + side <= plane.width; x += side)
      areas.push({ x, y, ...statisticsOf(plane, { x, y, width: side, height: side }) });
  return areas;
};

const share = (values: readonly boolean[]): number =>
  (100 * values.filter(Boolean).length) / Math.max(1, values.length);

/** Neighbouring rows and columns, a quarter inch long, whose means differ by no more than this. */
const adjacent = (plane: Plane, areas: readonly Area[], side: number, most: number): number => {
  const pairs: boolean[] = [];
  for (const { x, y } of areas) {
    const rows = Array.from(
      { length: side },
      (_none, i) => statisticsOf(plane, { x, y: y + i, width: side, height: 1 }).mean,
    );
    const columns = Array.from(
      { length: side },
      (_none, i) => statisticsOf(plane, { x: x + i, y, width: 1, height: side }).mean,
    );
    for (const means of [rows, columns])
      for (const [i, mean] of means.entries()) {
        const before = means[i - 1];
        if (before !== undefined) pairs.push(Math.abs(mean - before) <= most);
      }
  }
  return share(pairs);
};

/** The worst area's share of pixels that are near its mean. */
const pixels = (plane: Plane, areas: readonly Area[], side: number, most: number): number =>
  Math.min(
    ...areas.map(({ x, y, mean }) => {
      let near = 0;
      for (let v = y; v < y + side; v += 1)
        for (let u = x; u < x + side; u += 1)
          if (Math.abs((plane.data[v * plane.width + u] ?? 0) - mean) <= most) near += 1;
      return (100 * near) / (side * side);
    }),
  );

const spread = (areas: readonly Area[]): number =>
  Math.max(...areas.map(({ mean }) => mean)) - Math.min(...areas.map(({ mean }) => mean));

/** Pixels that stand alone against the median of their eight neighbours by more than this. */
export const lonePixels = (plane: Plane, most: number): readonly Point[] => {
  const found: Point[] = [];
  const { width, height, data } = plane;
  for (let y = 1; y + 1 < height; y += 1)
    for (let x = 1; x + 1 < width; x += 1) {
      const here = y * width + x;
      const value = data[here] ?? 0;
      // Cheap first: alone against the four nearest.
      if (Math.abs(value - (data[here - 1] ?? 0)) <= most && Math.abs(value - (data[here + 1] ?? 0)) <= most)
        continue;
      const around = [-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1]
        .map((step) => data[here + step] ?? 0)
        .toSorted((a, b) => a - b);
      const middle = ((around[3] ?? 0) + (around[4] ?? 0)) / 2;
      if (Math.abs(value - middle) > most) found.push({ x, y });
    }
  return found;
};

const enough = (ratios: readonly number[]): number => share(ratios.map((ratio) => ratio >= LEAST_RATIO));

export interface Uniformity {
  readonly measurements: readonly Measurement[];
  readonly dead: readonly Point[];
}

/** Throws OutsideFault picture-unreadable when the two pictures are no light and no dark target. */
export const measureUniformity = ({ light, dark, ppi }: UniformityInput): Uniformity => {
  const [white, black] = [planeOf(light), planeOf(dark)];
  const side = Math.round(ppi / 4);
  const [whites, blacks] = [areasOf(white, side), areasOf(black, side)];
  if (whites.length === 0 || whites.length !== blacks.length)
    throw unmeasurable("The picture of the scanner is smaller than a quarter of an inch.");
  const signals = whites.map(({ mean }, i) => mean - (blacks[i]?.mean ?? 0));
  if (quantile(signals, 0.5) < 64)
    throw unmeasurable(
      "The light and the dark target look alike; lay the light one first, then the dark one.",
    );
  const ratios = (areas: readonly Area[]) =>
    areas.map(({ deviation }, i) => (signals[i] ?? 0) / Math.max(deviation, ROUNDING));
  const [whiteRatios, blackRatios] = [ratios(whites), ratios(blacks)];
  // The deviation of n pixels is itself uncertain by one part in the root of 2 n.
  const relative = 2 / Math.sqrt(2 * side * side);
  const dead = [
    ...lonePixels(white, SCANNER.deadLevels.white),
    ...lonePixels(black, SCANNER.deadLevels.black),
  ];
  const alone = [...new Map(dead.map((point) => [`${point.x},${point.y}`, point])).values()];
  return {
    measurements: [
      measured("snr-white", enough(whiteRatios), 0.5),
      measured("snr-black", enough(blackRatios), 0.5),
      measured("snr-white-median", quantile(whiteRatios, 0.5), quantile(whiteRatios, 0.5) * relative),
      measured("snr-black-median", quantile(blackRatios, 0.5), quantile(blackRatios, 0.5) * relative),
      measured("adjacent-white", adjacent(white, whites, side, 2), 0.1),
      measured("adjacent-black", adjacent(black, blacks, side, 1), 0.1),
      measured("pixels-white", pixels(white, whites, side, 22), 0.01),
      measured("pixels-black", pixels(black, blacks, side, 8), 0.01),
      measured("areas-white", spread(whites), 0.1),
      measured("areas-black", spread(blacks), 0.1),
      measured("dead-pixels", alone.length, 0),
    ],
    dead: alone,
  };
};
