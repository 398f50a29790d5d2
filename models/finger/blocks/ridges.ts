/**
 * Blocks of the grid two pixels inside the picture, each with the direction across its ridges, as the local measures of
 * ISO/IEC 29794-4 that turn their blocks see them.
 */
import type { Plane } from "../plane.ts";
import { blockGradients, blocksOf, SIDE, type Block, type Window } from "./grid.ts";

/** What a rectangle of 32 x 16 needs beyond its block when it is turned. */
const BORDER = 2;
/** Standard deviation of a block, in those of the whole picture, from which it shows ridges. */
const LEAST_DEVIATION = 0.1;

export interface RidgeBlock {
  readonly x: number;
  readonly y: number;
  /**
   * Direction across the ridges in radians, y down, -pi/2 .. pi/2. NIST's figures take half the angle of (covariance,
   * difference of variances), without the factor of two that the doubled angle asks for; so does this.
   */
  readonly normal: number;
  /** Whether none of the blocks under it is of one grey. */
  readonly ridges: boolean;
}

export interface RidgeGrid {
  readonly columns: number;
  /** Row by row. */
  readonly blocks: readonly RidgeBlock[];
}

/** Standard deviation of the pixels of a rectangle. */
const deviation = (print: Plane, { x, y, wide, high }: Block): number => {
  let [sum, squares] = [0, 0];
  for (let row = y; row < y + high; row += 1)
    for (let at = row * print.width + x; at < row * print.width + x + wide; at += 1) {
      const value = print.data[at] as number;
      sum += value;
      squares += value * value;
    }
  const count = wide * high;
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
};

/** Whether a block of this grid touches one, of the grid from the window's corner, whose grey hardly varies. */
const plainUnder = (print: Plane, window: Window) => {
  const { left, top, right, bottom } = window;
  const least =
    LEAST_DEVIATION * deviation(print, { x: left, y: top, wide: right - left, high: bottom - top });
  const columns = Math.ceil((right - left) / SIDE);
  const plain = blocksOf(window).map((block) => deviation(print, block) <= least);
  return (column: number, row: number): boolean =>
    [0, 1, columns, columns + 1].some((step) => plain[row * columns + column + step] === true);
};

export const ridgeGrid = (print: Plane, window: Window): RidgeGrid => {
  const columns = Math.max(0, Math.floor((window.right - window.left - 2 * BORDER) / SIDE));
  const rows = Math.max(0, Math.floor((window.bottom - window.top - 2 * BORDER) / SIDE));
  const plain = plainUnder(print, window);
  const blocks = Array.from({ length: columns * rows }, (_, at) => {
    const [column, row] = [at % columns, Math.floor(at / columns)];
    const [x, y] = [window.left + BORDER + column * SIDE, window.top + BORDER + row * SIDE];
    const { xx, yy, xy } = blockGradients(print, x, y, SIDE);
    return { x, y, normal: Math.atan2(xy, xx - yy) / 2, ridges: !plain(column, row) };
  });
  return { columns, blocks };
};
