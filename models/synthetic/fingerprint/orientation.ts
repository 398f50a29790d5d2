/**
 * Ridge orientation of a whole finger: the zero-pole model (Sherlock and Monro 1993) with the piecewise-linear
 * correction of Vizcaya and Gerhardt (1996). A core adds half its bearing, a delta takes half of its own away.
 */
import { never } from "../../../api/base/faults.ts";
import type { Dice } from "../dice.ts";
import type { Point } from "../../../api/words/units.ts";

export const PATTERN_CLASSES = ["arch", "tented-arch", "left-loop", "right-loop", "whorl"] as const;
export type PatternClass = (typeof PATTERN_CLASSES)[number];

/** Share of each class among fingers (Wilson, Candela and Watson 1994), in percent. */
export const CLASS_SHARES = {
  arch: 3.7,
  "tented-arch": 2.9,
  "left-loop": 33.8,
  "right-loop": 31.7,
  whorl: 27.9,
} as const satisfies Record<PatternClass, number>;

/** Extent of a master print in pixels at 500 ppi. */
export const MASTER = { width: 416, height: 560, ppi: 500 } as const;

/** Bearing of the correction's control points: 8 sectors from -180 to 180 degrees. */
const SECTORS = 8;

interface Singularity extends Point {
  /** What is added to the bearing at each control point, radians. */
  readonly correction: readonly number[];
}

export interface Flow {
  readonly pattern: PatternClass;
  readonly cores: readonly Singularity[];
  readonly deltas: readonly Singularity[];
  /** Strength of the arch that every print has above its core; radians. */
  readonly bow: number;
  /** Only of an arch: height of the hump, 0..1.5, and where it stands. */
  readonly hump: {
    readonly strength: number;
    readonly x: number;
    readonly y: number;
    readonly width: number;
  };
  /** Slow wander of the orientation that makes every finger its own. */
  readonly wander: readonly {
    readonly kx: number;
    readonly ky: number;
    readonly phase: number;
    readonly size: number;
  }[];
}

const correction = (dice: Dice, deviation: number): number[] =>
  Array.from({ length: SECTORS }, () => dice.normal(0, deviation));

/** How far a core bundles the ridges beneath it along its axis, instead of fanning them out. */
const BUNDLING = 0.55;

const bearingOf = (sector: number): number => (2 * Math.PI * sector) / SECTORS - Math.PI;

const core = (dice: Dice, x: number, y: number, axis: number): Singularity => {
  const strength = BUNDLING * dice.between(0.8, 1.2);
  const own = correction(dice, 0.1);
  return {
    x,
    y,
    correction: own.map((value, sector) => value - strength * Math.sin(bearingOf(sector) - axis)),
  };
};

const delta = (dice: Dice, x: number, y: number): Singularity => ({
  x,
  y,
  correction: correction(dice, 0.1),
});

const places = (dice: Dice, pattern: PatternClass): { cores: Singularity[]; deltas: Singularity[] } => {
  const middle = MASTER.width / 2 + dice.normal(0, 10);
  const top = MASTER.height * 0.42 + dice.normal(0, 16);
  const down = -Math.PI / 2;
  switch (pattern) {
    case "arch":
      return { cores: [], deltas: [] };
    case "tented-arch":
      return {
        cores: [core(dice, middle, top + 20, down)],
        deltas: [delta(dice, middle + dice.normal(0, 6), top + dice.between(95, 140))],
      };
    case "left-loop":
    case "right-loop": {
      const side = pattern === "left-loop" ? 1 : -1;
      const across = dice.between(80, 130);
      return {
        cores: [core(dice, middle - side * 8, top, down - side * dice.between(0.2, 0.6))],
        deltas: [delta(dice, middle + side * across, top + dice.between(105, 165))],
      };
    }
    case "whorl":
      return whorl(dice, middle, top + 10);
    default:
      return never(pattern);
  }
};

const whorl = (dice: Dice, x: number, y: number): { cores: Singularity[]; deltas: Singularity[] } => {
  const apart = dice.between(14, 75);
  const lean = dice.normal(0, 0.35);
  const halfX = (Math.sin(lean) * apart) / 2;
  const halfY = (Math.cos(lean) * apart) / 2;
  return {
    cores: [
      core(dice, x - halfX, y - halfY, -Math.PI / 2 + lean),
      core(dice, x + halfX, y + halfY, Math.PI / 2 + lean),
    ],
    deltas: [-1, 1].map((side) => delta(dice, x + side * dice.between(95, 140), y + dice.between(105, 160))),
  };
};

/** A finger's flow of the given class. */
export const makeFlow = (dice: Dice, pattern: PatternClass): Flow => ({
  pattern,
  ...places(dice, pattern),
  bow: dice.between(0.35, 0.6),
  hump: {
    strength: dice.between(0.75, 1.25),
    x: MASTER.width / 2 + dice.normal(0, 10),
    y: MASTER.height * dice.between(0.5, 0.58),
    width: dice.between(75, 110),
  },
  wander: Array.from({ length: 5 }, () => ({
    kx: dice.normal(0, 0.016),
    ky: dice.normal(0, 0.016),
    phase: dice.between(0, 2 * Math.PI),
    size: dice.normal(0, 0.06),
  })),
});

/** The bearing from a singular point, corrected: piecewise linear between the control points. */
const bearing = (from: Singularity, x: number, y: number): number => {
  const plain = Math.atan2(from.y - y, x - from.x);
  const place = ((plain + Math.PI) / (2 * Math.PI)) * SECTORS;
  const sector = Math.min(Math.floor(place), SECTORS - 1);
  const share = place - sector;
  const left = from.correction[sector] ?? 0;
  const right = from.correction[(sector + 1) % SECTORS] ?? 0;
  return plain + left * (1 - share) + right * share;
};

/** An arch: ridges rise to a hump and fall again, flat far above and far below. */
const archAngle = (flow: Flow, x: number, y: number): number => {
  const { strength, x: hx, y: hy, width } = flow.hump;
  const dx = (x - hx) / width;
  const dy = (y - hy) / (MASTER.height * (y < hy ? 0.45 : 0.2));
  return -Math.atan(strength * 2 * dx * Math.exp(-dx * dx * 0.5) * Math.exp(-dy * dy));
};

/** Ridge orientation at a place of the master (pixels, y down); radians, counter-clockwise from +x, not reduced. */
export const orientationAt = (flow: Flow, x: number, y: number): number => {
  let angle = 0;
  for (const core of flow.cores) angle += bearing(core, x, y) / 2;
  for (const delta of flow.deltas) angle -= bearing(delta, x, y) / 2;
  if (flow.pattern === "arch") angle += archAngle(flow, x, y);
  const above = 1 / (1 + Math.exp((y - MASTER.height * 0.45) / 45));
  angle -= flow.bow * above * Math.tanh((x - MASTER.width / 2) / 130);
  for (const wave of flow.wander) angle += wave.size * Math.sin(wave.kx * x + wave.ky * y + wave.phase);
  return angle;
};
