/**
 * The picture in square blocks, as ISO/IEC 29794-4 computes its local measures: grey gradients by central differences
 * inside each block, one-sided at its edges.
 */
import type { Plane } from "../plane.ts";

/** Part of the picture without its white frame: rows and columns whose mean is above 250 at the four sides. */
export interface Window {
  readonly left: number;
  readonly top: number;
  /** Exclusive. */
  readonly right: number;
  readonly bottom: number;
}

const WHITE = 250;

const lineMean = (print: Plane, at: number, row: boolean): number => {
  const [count, step, start] = row ? [print.width, 1, at * print.width] : [print.height, print.width, at];
  let sum = 0;
  for (let k = 0; k < count; k += 1) sum += print.data[start + k * step] as number;
  return sum / count;
};

export const withoutWhiteFrame = (print: Plane): Window => {
  let [left, top, right, bottom] = [0, 0, print.width, print.height];
  while (top < bottom && lineMean(print, top, true) > WHITE) top += 1;
  while (bottom > top && lineMean(print, bottom - 1, true) > WHITE) bottom -= 1;
  while (left < right && lineMean(print, left, false) > WHITE) left += 1;
  while (right > left && lineMean(print, right - 1, false) > WHITE) right -= 1;
  return { left, top, right, bottom };
};

/** Sums over one block of the squares and products of its gradients. */
export interface BlockGradients {
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
  /** Sum of the lengths of the doubled-angle gradient vectors: what agreement is measured against. */
  readonly length: number;
}

export const blockGradients = (
  print: Plane,
  left: number,
  top: number,
  wide: number,
  high = wide,
): BlockGradients => {
  const { width, data } = print;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  let length = 0;
  for (let y = 0; y < high; y += 1) {
    const row = (top + y) * width + left;
    const north = y > 0 ? -width : 0;
    const south = y < high - 1 ? width : 0;
    // A strip of a single pixel has no slope across itself.
    const down = Math.max(1, (south - north) / width);
    for (let x = 0; x < wide; x += 1) {
      const at = row + x;
      const west = x > 0 ? at - 1 : at;
      const east = x < wide - 1 ? at + 1 : at;
      const gx = ((data[east] as number) - (data[west] as number)) / Math.max(1, east - west);
      const gy = ((data[at + south] as number) - (data[at + north] as number)) / down;
      const [gxx, gyy] = [gx * gx, gy * gy];
      xx += gxx;
      yy += gyy;
      xy += gx * gy;
      length += gxx + gyy;
    }
  }
  return { xx, yy, xy, length };
};

/** Side of a block, ISO/IEC 29794-4: enough for two clear ridges. */
export const SIDE = 32;

/** Part of the picture that one block covers. */
export interface Block {
  readonly x: number;
  readonly y: number;
  readonly wide: number;
  readonly high: number;
}

/** Blocks from the window's corner; those of the last column and row may be narrower. */
export const blocksOf = ({ left, top, right, bottom }: Window): readonly Block[] => {
  const blocks: Block[] = [];
  for (let y = top; y < bottom; y += SIDE)
    for (let x = left; x < right; x += SIDE)
      blocks.push({ x, y, wide: Math.min(SIDE, right - x), high: Math.min(SIDE, bottom - y) });
  return blocks;
};

export const isWhole = ({ wide, high }: Block): boolean => wide === SIDE && high === SIDE;
