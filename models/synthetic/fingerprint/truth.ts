/**
 * Minutiae of a master print, placed as ISO/IEC 19794-2:2005 (clause 6.4) prescribes: a bifurcation at the fork of the
 * ridge skeleton, an ending at the fork of the valley skeleton; the angle runs between the two branches, away from the stem.
 */
import type { Minutia } from "../../../api/words/finger.ts";
import type { Grid } from "./grid.ts";
import { neighbours, thin } from "./skeleton.ts";
import type { Bitmap } from "./skeleton.ts";

/** How far a branch is followed, and how long it must at least be, in pixels at 500 ppi. */
const FOLLOWED = 12;
const SHORTEST = 8;
/** Two forks nearer than this are one flaw of the pattern, not two minutiae. */
const NEAREST = 6;

interface Fork {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
}

/** The set pixels around a place in runs that touch each other, clockwise; one run is one arm. */
const armsAt = (cells: Uint8Array, at: number, steps: readonly number[]): number[][] => {
  const runs: number[][] = [];
  for (let k = 0; k < 8; k += 1) {
    if (cells[at + (steps[k] as number)] !== 1) continue;
    const last = runs.at(-1);
    const before = at + (steps[(k + 7) % 8] as number);
    if (last?.includes(before)) last.push(at + (steps[k] as number));
    else runs.push([at + (steps[k] as number)]);
  }
  const first = runs[0];
  const last = runs.at(-1);
  const wraps =
    first !== last && first?.includes(at + (steps[0] as number)) && last?.includes(at + (steps[7] as number));
  if (wraps && first && last) runs.splice(0, 1, [...(runs.pop() ?? []), ...first]);
  return runs;
};

/** Follows an arm away from a fork until it ends, forks, or is long enough. */
const follow = (
  cells: Uint8Array,
  from: number,
  arm: readonly number[],
  seen: Set<number>,
  steps: readonly number[],
): { end: number; length: number } => {
  const straight = [0, 2, 4, 6].map((k) => from + (steps[k] as number));
  let at = arm.find((to) => straight.includes(to)) ?? arm[0] ?? from;
  let length = 1;
  for (; length < FOLLOWED; length += 1) {
    const on = steps.map((step) => at + step).filter((to) => cells[to] === 1 && !seen.has(to));
    const first = on[0];
    if (first === undefined) break;
    const together = on.every((one) => one === first || steps.includes(one - first));
    if (!together) break;
    for (const one of on) seen.add(one);
    at = on.at(-1) ?? first;
  }
  return { end: at, length };
};

const forkAt = (skeleton: Bitmap, at: number, steps: readonly number[]): Fork | undefined => {
  const { width, cells } = skeleton;
  const arms = armsAt(cells, at, steps);
  if (arms.length !== 3) return undefined;
  const x = at % width;
  const y = Math.floor(at / width);
  const seen = new Set([at, ...arms.flat()]);
  const bearings: number[] = [];
  for (const arm of arms) {
    const { end, length } = follow(cells, at, arm, seen, steps);
    if (length < SHORTEST) return undefined;
    bearings.push(Math.atan2(y - Math.floor(end / width), (end % width) - x));
  }
  return { x, y, angle: between(bearings as [number, number, number]) };
};

/** Bisector of the two bearings that are nearest to each other; the third is the stem. */
const between = (bearings: readonly [number, number, number]): number => {
  let best = { gap: Number.POSITIVE_INFINITY, angle: 0 };
  for (const [i, j] of [
    [0, 1],
    [1, 2],
    [0, 2],
  ] as const) {
    const turn = Math.atan2(Math.sin(bearings[j] - bearings[i]), Math.cos(bearings[j] - bearings[i]));
    if (Math.abs(turn) < best.gap) best = { gap: Math.abs(turn), angle: bearings[i] + turn / 2 };
  }
  return best.angle;
};

const forksOf = (bitmap: Bitmap): Fork[] => {
  const skeleton = thin(bitmap);
  const steps = neighbours(bitmap.width);
  const forks: Fork[] = [];
  for (let y = 2; y < bitmap.height - 2; y += 1)
    for (let x = 2; x < bitmap.width - 2; x += 1) {
      if (skeleton.cells[y * bitmap.width + x] !== 1) continue;
      const fork = forkAt(skeleton, y * bitmap.width + x, steps);
      if (fork !== undefined) forks.push(fork);
    }
  return forks;
};

/** Whether the place lies well inside, so that the pattern's edge makes no minutia. */
const wellInside = (inside: Bitmap, x: number, y: number, margin: number): boolean => {
  for (const [dx, dy] of [
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
    [-0.7, -0.7],
    [0.7, -0.7],
    [-0.7, 0.7],
    [0.7, 0.7],
  ] as const) {
    const px = Math.round(x + dx * margin);
    const py = Math.round(y + dy * margin);
    if (px < 0 || py < 0 || px >= inside.width || py >= inside.height) return false;
    if (inside.cells[py * inside.width + px] !== 1) return false;
  }
  return true;
};

/** All minutiae of the pattern (ridges positive), in master pixels; angle in degrees, 0 <= angle < 360. */
export const readMinutiae = (pattern: Grid, inside: Bitmap): Minutia[] => {
  const { width, height, values } = pattern;
  const ridges = new Uint8Array(width * height);
  const valleys = new Uint8Array(width * height);
  for (let i = 0; i < values.length; i += 1)
    if (inside.cells[i] === 1) ((values[i] ?? 0) > 0 ? ridges : valleys)[i] = 1;
  const found = [
    ...forksOf({ width, height, cells: ridges }).map((fork) => ({ kind: "bifurcation" as const, ...fork })),
    ...forksOf({ width, height, cells: valleys }).map((fork) => ({ kind: "ending" as const, ...fork })),
  ].filter((fork) => wellInside(inside, fork.x, fork.y, 14));
  const alone = found.filter(
    (one) => !found.some((other) => other !== one && Math.hypot(other.x - one.x, other.y - one.y) < NEAREST),
  );
  return alone.map(({ kind, x, y, angle }) => ({
    kind,
    x,
    y,
    angle: ((angle * 180) / Math.PI + 360) % 360,
    quality: 100,
  }));
};
