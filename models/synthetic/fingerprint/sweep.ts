/** A sweep sensor puts its picture together from slices: where the finger went faster or slower, the picture stretches. */
import type { Dice } from "../dice.ts";

/** Rows of the picture, and rows of a picture taken at one glance; both count from the top. */
export interface Sweep {
  toGlance(row: number): number;
  toPicture(row: number): number;
}

export const still: Sweep = { toGlance: (row) => row, toPicture: (row) => row };

/** Slow changes of speed; at most about a tenth, so that rows never change places. */
export const makeSweep = (dice: Dice, height: number): Sweep => {
  const waves = Array.from({ length: 4 }, (_, k) => ({
    pace: ((k + 1) * Math.PI * dice.between(0.7, 1.3)) / height,
    phase: dice.between(0, 2 * Math.PI),
    size: (dice.normal(0, 0.022) * height) / (Math.PI * (k + 1)),
  }));
  const toGlance = (row: number): number =>
    waves.reduce((sum, { pace, phase, size }) => sum + size * Math.sin(pace * row + phase), row);
  const toPicture = (row: number): number => {
    let at = row;
    for (let round = 0; round < 12; round += 1) at += row - toGlance(at);
    return at;
  };
  return { toGlance, toPicture };
};
