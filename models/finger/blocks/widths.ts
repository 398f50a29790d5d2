import type { Plane } from "../plane.ts";
import { SIDE, type Window } from "./grid.ts";
import type { RidgeGrid } from "./ridges.ts";
import { profileAcross } from "./turned.ts";

/** Bounds between the ten bins of NIST's figures. */
export const WIDTH_BINS = [0.5, 0.667, 0.8, 1, 1.25, 1.5, 2, 24, 30];

/** Which samples of a profile are darker than its straight line of least squares: ridges. */
const darker = (profile: Float64Array): readonly boolean[] => {
  const middle = (SIDE - 1) / 2;
  let [sum, slope, squares] = [0, 0, 0];
  for (let i = 0; i < SIDE; i += 1) {
    sum += profile[i] as number;
    slope += (i - middle) * (profile[i] as number);
    squares += (i - middle) ** 2;
  }
  // A hair of tolerance: on an even profile the line is the profile, and rounding must not make ridges of it.
  return Array.from(profile, (value, i) => value < sum / SIDE + ((i - middle) * slope) / squares - 1e-10);
};

/**
 * Width of every ridge by that of the valley beside it, along one profile; valley by ridge where the count of changes
 * is odd. Ridges and valleys that the profile cuts off are left out, and so are the first whole one and a change at
 * the last sample. All this as in NIST's figures.
 */
const ratiosOf = (profile: Float64Array): readonly number[] => {
  const dark = darker(profile);
  const starts = dark.flatMap((value, i) => (i > 0 && i < SIDE - 1 && value !== dark[i - 1] ? [i] : []));
  const ratios: number[] = [];
  for (let k = 2; k + 1 < starts.length; k += 1) {
    const [from = 0, middle = 0, to = 0] = starts.slice(k - 1, k + 2);
    const [before, after] = [middle - from, to - middle];
    const upright = dark[starts[0] ?? 0] === (starts.length % 2 !== k % 2);
    ratios.push(upright ? before / after : after / before);
  }
  return ratios;
};

/** ISO/IEC 29794-4 ridge-valley uniformity: width ratios of every block that shows ridges. */
export const widthRatios = (print: Plane, window: Window, { blocks }: RidgeGrid): readonly number[] =>
  blocks
    .filter(({ ridges }) => ridges)
    .flatMap((block) => ratiosOf(profileAcross(print, window, block, block.normal, "columns")));
