/** Sweat pores: on the ridges' crests, about two to three a millimetre along a ridge; part of a finger's identity. */
import type { Dice } from "../dice.ts";
import type { Grid } from "./grid.ts";

export interface Pore {
  readonly x: number;
  readonly y: number;
  /** Radius in pixels at 500 ppi; 60 to 120 micrometres across are 1.2 to 2.4 pixels. */
  readonly radius: number;
}

/** Nearest two pores, pixels at 500 ppi. */
const SPACING = 6.5;

/** Pores by darts: thrown at random, kept where they hit a crest and no pore is too near. */
export const makePores = (dice: Dice, ridges: Grid, inside: Uint8Array): Pore[] => {
  const { width, height, values } = ridges;
  const cell = SPACING / Math.SQRT2;
  const across = Math.ceil(width / cell);
  const taken = new Int32Array(across * Math.ceil(height / cell) + across).fill(-1);
  const pores: Pore[] = [];
  const free = (x: number, y: number): boolean => {
    const cx = Math.floor(x / cell);
    const cy = Math.floor(y / cell);
    for (let dy = -2; dy <= 2; dy += 1)
      for (let dx = -2; dx <= 2; dx += 1) {
        const other = pores[taken[(cy + dy) * across + cx + dx] ?? -1];
        if (other !== undefined && Math.hypot(other.x - x, other.y - y) < SPACING) return false;
      }
    return true;
  };
  for (let dart = 0; dart < 14_000; dart += 1) {
    const x = dice.between(4, width - 5);
    const y = dice.between(4, height - 5);
    const at = Math.round(y) * width + Math.round(x);
    if (inside[at] !== 1 || (values[at] ?? 0) < 0.85 || !free(x, y)) continue;
    taken[Math.floor(y / cell) * across + Math.floor(x / cell)] = pores.length;
    pores.push({ x, y, radius: dice.between(0.6, 1.25) });
  }
  return pores;
};
