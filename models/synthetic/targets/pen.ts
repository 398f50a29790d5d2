/** A pen that follows the wizard's instructions on a pad whose faults are known. */
import type { PenPoint, PenTrajectory } from "../../../api/words/sample.ts";
import type { Millimetres } from "../../../api/words/units.ts";
import { MAPPING_MARKS, type PadMark } from "../../calibration/pad-pattern.ts";
import { areaOf } from "../../calibration/pen.ts";
import { Dice } from "../dice.ts";

export interface SyntheticPad {
  readonly seed: string;
  readonly maxX: number;
  readonly maxY: number;
  readonly maxPressure: number;
  readonly widthMm: Millimetres;
  /** Reports a second. */
  readonly rate: number;
  /** Its coordinates over the true ones. */
  readonly scale?: { readonly x: number; readonly y: number };
  readonly offset?: { readonly x: Millimetres; readonly y: Millimetres };
  /** Here no point is reported. */
  readonly dead?: readonly {
    readonly x: Millimetres;
    readonly y: Millimetres;
    readonly width: Millimetres;
    readonly height: Millimetres;
  }[];
  /** Share of reports that are lost. */
  readonly lost?: number;
  /** Pressure ends at this share of the maximum. */
  readonly top?: number;
  /** Pressure comes in so many steps. */
  readonly steps?: number;
}

interface Ink {
  readonly x: Millimetres;
  readonly y: Millimetres;
  readonly force: number;
  readonly contact: boolean;
}

const unit = (value: number, whole: Millimetres, max: number) =>
  Math.min(max, Math.max(0, Math.round((value / whole) * max)));

const written = (pad: SyntheticPad, ink: readonly Ink[]): PenTrajectory => {
  const {
    maxX,
    maxY,
    maxPressure,
    widthMm,
    rate,
    scale = { x: 1, y: 1 },
    offset = { x: 0, y: 0 },
    lost = 0,
    top = 1,
    steps = maxPressure,
  } = pad;
  const heightMm = (widthMm * maxY) / maxX;
  const dice = new Dice(`${pad.seed}/pen`);
  const points = ink.flatMap(({ x, y, force, contact }, i): PenPoint[] => {
    const gone = (pad.dead ?? []).some(
      (zone) => x >= zone.x && x < zone.x + zone.width && y >= zone.y && y < zone.y + zone.height,
    );
    if (gone || dice.chance(lost)) return [];
    return [
      {
        x: unit(x * scale.x + offset.x + dice.normal(0, 0.03), widthMm, maxX),
        y: unit(y * scale.y + offset.y + dice.normal(0, 0.03), heightMm, maxY),
        pressure: contact ? Math.round((Math.round(Math.min(force, top) * steps) / steps) * maxPressure) : 0,
        contact,
        t: Math.round((i * 1e6) / rate),
      },
    ];
  });
  return { maxX, maxY, maxPressure, widthMm, points };
};

const still = (x: Millimetres, y: Millimetres, count: number, force: number, contact = true): Ink[] =>
  Array.from({ length: count }, () => ({ x, y, force, contact }));

/** Each cross touched once. */
export const touchMarks = (pad: SyntheticPad, marks: readonly PadMark[]): PenTrajectory => {
  const { width, height } = areaOf({ ...pad, points: [] });
  return written(
    pad,
    marks.flatMap(({ x, y }) => [
      ...still(x * width, y * height, 20, 0.5),
      ...still(x * width, y * height, 10, 0, false),
    ]),
  );
};

export const touchCrosses = (pad: SyntheticPad): PenTrajectory => touchMarks(pad, MAPPING_MARKS);

const force = (i: number) => 1 - Math.abs(i / 400 - 1);

/** From nothing to hard and back, in the middle of the pad. */
export const pressSlowly = (pad: SyntheticPad): PenTrajectory => {
  const [x, y] = [pad.widthMm / 2, ((pad.widthMm / 2) * pad.maxY) / pad.maxX];
  return written(
    pad,
    Array.from({ length: 800 }, (_none, i) => ({ x, y, force: force(i), contact: true })),
  );
};

/** Reference weights, set on the pen one after the other; the pad takes `full` grams as its maximum. */
export const setWeights = (pad: SyntheticPad, grams: readonly number[], full: number): PenTrajectory => {
  const [x, y] = [pad.widthMm / 2, ((pad.widthMm / 2) * pad.maxY) / pad.maxX];
  return written(
    pad,
    grams.flatMap((weight) => [...still(x, y, 60, weight / full), ...still(x, y, 20, 0, false)]),
  );
};

/** Lines two millimetres apart over the whole pad. */
export const hatch = (pad: SyntheticPad): PenTrajectory => {
  const { width, height } = areaOf({ ...pad, points: [] });
  const ink: Ink[] = [];
  for (let y = 1, back = false; y < height - 0.5; y += 2, back = !back)
    for (let step = 0; step <= width; step += 0.8)
      ink.push({ x: back ? width - step : step, y, force: 0.5, contact: true });
  return written(pad, ink);
};
