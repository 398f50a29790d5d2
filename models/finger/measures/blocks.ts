/**
 * The picture in square blocks, as ISO/IEC 29794-4 computes its local measures: grey gradients by central differences
 * inside each block (one-sided at its edges), no block that hangs over the picture's edge.
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

export const blockGradients = (print: Plane, left: number, top: number, side: number): BlockGradients => {
  const { width, data } = print;
  let [xx, yy, xy, length] = [0, 0, 0, 0];
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const at = (top + y) * width + left + x;
      const [west, east] = [x > 0 ? at - 1 : at, x < side - 1 ? at + 1 : at];
      const [north, south] = [y > 0 ? at - width : at, y < side - 1 ? at + width : at];
      const gx = ((data[east] as number) - (data[west] as number)) / (east - west);
      const gy = (((data[south] as number) - (data[north] as number)) * width) / (south - north);
      xx += gx * gx;
      yy += gy * gy;
      xy += gx * gy;
      length += gx * gx + gy * gy;
    }
  return { xx, yy, xy, length };
};

/** Left upper corners of the whole blocks inside a window. */
export const wholeBlocks = ({ left, top, right, bottom }: Window, side: number, border = 0) => {
  const corners: { x: number; y: number }[] = [];
  for (let y = top + border; y + side + border <= bottom; y += side)
    for (let x = left + border; x + side + border <= right; x += side) corners.push({ x, y });
  return corners;
};
