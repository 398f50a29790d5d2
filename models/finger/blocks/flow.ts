import type { RidgeGrid } from "./ridges.ts";

/** Bounds between the ten bins of NIST's figures. */
export const FLOW_BINS = [0.01715, 0.035, 0.0557, 0.081, 0.115, 0.1718, 0.2569, 0.4758, 0.748];

/** Turns below this many degrees are those of any finger. */
const USUAL = 4;
const RIGHT_ANGLE = 90;

/**
 * ISO/IEC 29794-4 orientation flow: how far the direction turns from a block to its eight neighbours, in the mean, as a
 * share of a right angle beyond the usual. Blocks with a neighbour that shows no ridges have none, nor do those that
 * turn no more than usual. Directions half a turn apart count as apart, as in NIST's figures.
 */
export const flowTurns = ({ columns, blocks }: RidgeGrid): readonly number[] => {
  const around = [-columns - 1, -columns, -columns + 1, -1, 1, columns - 1, columns, columns + 1];
  return blocks.flatMap(({ normal, ridges }, at) => {
    const column = at % columns;
    if (!ridges || column === 0 || column === columns - 1) return [];
    const neighbours = around.map((step) => blocks[at + step]);
    if (!neighbours.every((block) => block?.ridges === true)) return [];
    const turn = neighbours.reduce((sum, block) => sum + Math.abs(normal - (block?.normal ?? 0)), 0) / 8;
    const degrees = (turn * 180) / Math.PI;
    return degrees > USUAL ? [(degrees - USUAL) / (RIGHT_ANGLE - USUAL)] : [];
  });
};
