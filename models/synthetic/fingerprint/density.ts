/** Ridge period over a finger: tighter above the core, wider below the delta, and a slow wander of its own. */
import type { Dice } from "../dice.ts";
import { grid, smoothNoise } from "./grid.ts";
import type { Grid } from "./grid.ts";
import { MASTER } from "./orientation.ts";

/**
 * Mean ridge period of adults in pixels at 500 ppi (0.46 mm). Growth keeps it: asked for 8, 9, 10 and 11, the prints
 * measure 8.0, 8.9, 9.8 and 10.8 (tests/models/synthetic).
 */
export const MEAN_PERIOD = 9;

/** Period in pixels at 500 ppi, over a grid of which each cell is `cell` master pixels wide. */
export const makeDensity = (dice: Dice, width: number, height: number, cell: number, mean: number): Grid => {
  const out = grid(width, height);
  const slow = smoothNoise(dice, width, height, 110 / cell);
  const quick = smoothNoise(dice, width, height, 45 / cell);
  for (let y = 0; y < height; y += 1) {
    const down = (y * cell) / MASTER.height;
    const trend = 0.955 + 0.15 / (1 + Math.exp((0.72 - down) / 0.06));
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const wander = 1 + 0.05 * (slow.values[at] ?? 0) + 0.025 * (quick.values[at] ?? 0);
      out.values[at] = mean * trend * Math.min(1.2, Math.max(0.84, wander));
    }
  }
  return out;
};
