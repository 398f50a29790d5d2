import type { Plane } from "../plane.ts";
import { scratch } from "../scratch.ts";
import { SIDE, type Window } from "./grid.ts";

/** Across the ridges a profile of 32 samples, each the mean of 16 pixels along them. */
const ALONG = 16;
/** A block with what surrounds it: four pixels on each side. What lies farther off is black, as off the picture. */
const FRAME = SIDE + 8;
const MIDDLE = FRAME / 2;
/** Positions are rounded to a 1024th of a pixel, and then to the nearest pixel. */
const PARTS = 1024;

const halfToEven = (value: number): number => {
  const below = Math.floor(value);
  const rest = value - below;
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1;
};

const stepsAcross = scratch(Int32Array);
const stepsDown = scratch(Int32Array);

/**
 * Grey across the ridges of a block. The rectangle is turned about the block's middle and begins `first` samples before
 * it, across and along: NIST's figures cut theirs out of a frame that is two pixels larger on each side than they reckon
 * with, so that it lies two pixels off the middle. Nearest pixels are taken.
 */
export const profileAcross = (
  print: Plane,
  window: Window,
  block: { readonly x: number; readonly y: number },
  turn: number,
  kind: "rows" | "columns",
): Float64Array => {
  const [wide, high] = kind === "columns" ? [SIDE, ALONG] : [ALONG, SIDE];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const profile = new Float64Array(SIDE);
  const [firstX, firstY] = [2 + (SIDE - wide) / 2, 2 + (SIDE - high) / 2];
  const [across, down] = [stepsAcross(SIDE), stepsDown(SIDE)];
  for (let column = 0; column < wide; column += 1) {
    across[column] = halfToEven(cos * (firstX + column) * PARTS);
    down[column] = halfToEven(sin * (firstX + column) * PARTS);
  }
  for (let row = 0; row < high; row += 1) {
    const y = firstY + row;
    const baseX = halfToEven((MIDDLE - cos * MIDDLE - sin * (y - MIDDLE)) * PARTS) + PARTS / 2;
    const baseY = halfToEven((MIDDLE - sin * MIDDLE + cos * (y - MIDDLE)) * PARTS) + PARTS / 2;
    for (let column = 0; column < wide; column += 1) {
      const frameX = (baseX + (across[column] as number)) >> 10;
      const frameY = (baseY + (down[column] as number)) >> 10;
      if (frameX < 0 || frameY < 0 || frameX >= FRAME || frameY >= FRAME) continue;
      const px = block.x - 4 + frameX;
      const py = block.y - 4 + frameY;
      if (px < window.left || py < window.top || px >= window.right || py >= window.bottom) continue;
      const at = kind === "columns" ? column : row;
      profile[at] = (profile[at] as number) + (print.data[py * print.width + px] as number) / ALONG;
    }
  }
  return profile;
};
