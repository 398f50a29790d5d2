/** A finger's master print: what every impression of that finger is made from. Seeded; the same on every machine. */
import { power } from "../../../api/base/power.ts";
import type { Minutia } from "../../../api/words/finger.ts";
import type { Point } from "../../../api/words/units.ts";
import { Dice } from "../dice.ts";
import { MEAN_PERIOD, makeDensity } from "./density.ts";
import { enlarge, grid } from "./grid.ts";
import type { Grid } from "./grid.ts";
import { grow, smooth } from "./growth.ts";
import { CLASS_SHARES, MASTER, makeFlow, orientationAt } from "./orientation.ts";
import type { Flow, PatternClass } from "./orientation.ts";
import { drawMark, hidesBy, makeMark } from "./marks.ts";
import type { Mark } from "./marks.ts";
import { readMinutiae } from "./truth.ts";
import { makePores } from "./pores.ts";
import type { Pore } from "./pores.ts";

export interface MasterPrint {
  readonly seed: string;
  readonly pattern: PatternClass;
  /** Always MASTER.width x MASTER.height at 500 ppi; -1 valley .. 1 ridge. */
  readonly ridges: Grid;
  /** 1 where the finger has skin that can touch. */
  readonly inside: Uint8Array;
  readonly flow: Flow;
  /** Size on the glass against these pixels; 1 when grown. */
  readonly size: number;
  readonly marks: readonly Mark[];
  /** Master pixels; cores and deltas as the flow has them. */
  readonly cores: readonly Point[];
  readonly deltas: readonly Point[];
  readonly minutiae: readonly Minutia[];
  readonly pores: readonly Pore[];
}

export interface MasterOptions {
  /** Drawn by its share among fingers when absent. */
  readonly pattern?: PatternClass;
  /** Mean ridge period in pixels at 500 ppi of the grown finger; about 9. */
  readonly period?: number;
  /** Size against the grown finger, 0.5 .. 1.2: fingers grow evenly, and keep their ridges and minutiae. */
  readonly size?: number;
  /** How many; none when absent. */
  readonly scars?: number;
  readonly creases?: number;
}

/** Cells of the growth a master pixel: grown at 250 ppi. */
const CELL = 2;

/** Silhouette of a fingertip (SFinGe): half an ellipse above, a band, a flat half ellipse below. */
const silhouette = (dice: Dice, width: number, height: number): Uint8Array => {
  const across = width * dice.between(0.46, 0.495);
  const top = height * dice.between(0.38, 0.42);
  const bottom = height * dice.between(0.24, 0.3);
  const low = height - bottom - 2;
  const inside = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const dx = (x - width / 2) / across;
      const dy = y < top ? (top - y) / (top - 2) : y > low ? (y - low) / bottom : 0;
      const roundness = y > low ? 3 : 2.3;
      if (power(Math.abs(dx), roundness) + power(dy, roundness) < 1) inside[y * width + x] = 1;
    }
  return inside;
};

const orientationGrid = (flow: Flow, cell: number): Grid => {
  const out = grid(MASTER.width / cell, MASTER.height / cell);
  for (let y = 0; y < out.height; y += 1)
    for (let x = 0; x < out.width; x += 1)
      out.values[y * out.width + x] = orientationAt(flow, (x + 0.5) * cell - 0.5, (y + 0.5) * cell - 0.5);
  return out;
};

const enlargedMask = (mask: Uint8Array, width: number, height: number): Uint8Array => {
  const out = new Uint8Array(width * CELL * height * CELL);
  for (let y = 0; y < height * CELL; y += 1)
    for (let x = 0; x < width * CELL; x += 1)
      out[y * width * CELL + x] = mask[Math.floor(y / CELL) * width + Math.floor(x / CELL)] ?? 0;
  return out;
};

const makeMarks = (dice: Dice, options: MasterOptions): Mark[] => [
  ...Array.from({ length: options.scars ?? 0 }, () => makeMark(dice, "scar", MASTER.width, MASTER.height)),
  ...Array.from({ length: options.creases ?? 0 }, () =>
    makeMark(dice, "crease", MASTER.width, MASTER.height),
  ),
];

/** The master print of a seed. About a third of a second. */
export const masterPrint = (seed: string, options: MasterOptions = {}): MasterPrint => {
  const dice = new Dice(`finger/${seed}`);
  const drawn = dice.weighted(CLASS_SHARES);
  const pattern = options.pattern ?? drawn;
  const flow = makeFlow(dice.fork(`flow/${pattern}`), pattern);
  const width = MASTER.width / CELL;
  const height = MASTER.height / CELL;
  const mean = (options.period ?? MEAN_PERIOD) * (1 + dice.normal(0, 0.04));
  const period = makeDensity(dice.fork("density"), width, height, CELL, mean);
  const small = silhouette(dice.fork("silhouette"), width, height);
  const grown = grow(dice.fork("growth"), orientationGrid(flow, CELL), period, small, {
    spots: 110,
    rounds: 24,
  });
  const inside = enlargedMask(small, width, height);
  const large = enlarge(grown, MASTER.width, MASTER.height, CELL);
  const fine = enlarge(period, MASTER.width, MASTER.height, CELL);
  const ridges = smooth(large, orientationGrid(flow, 1), fine, inside);
  const minutiae = readMinutiae(ridges, { width: MASTER.width, height: MASTER.height, cells: inside });
  const pores = makePores(dice.fork("pores"), ridges, inside);
  const marks = makeMarks(dice.fork("marks"), options);
  for (const mark of marks) drawMark(ridges, mark);
  const hidden = hidesBy(marks);
  return {
    seed,
    pattern,
    ridges,
    inside,
    flow,
    size: options.size ?? 1,
    marks,
    cores: flow.cores.map(({ x, y }) => ({ x, y })),
    deltas: flow.deltas.map(({ x, y }) => ({ x, y })),
    minutiae: minutiae.filter(({ x, y }) => !hidden(x, y)),
    pores,
  };
};
