import { hypotenuse } from "../hypotenuse.ts";
import type { Plane } from "../plane.ts";
import { blockGradients, isWhole, type Block } from "./grid.ts";

/** Bounds between the ten bins of NIST's figures. */
export const CERTAINTY_BINS = [0.337, 0.479, 0.579, 0.655, 0.716, 0.766, 0.81, 0.852, 0.898];

/**
 * ISO/IEC 29794-4 orientation certainty level of every whole block, background included: 1 less the ratio of the two
 * eigenvalues of its gradient covariance. Blocks of one grey have none.
 */
export const certainties = (print: Plane, blocks: readonly Block[]): readonly number[] =>
  blocks.filter(isWhole).flatMap(({ x, y, wide }) => {
    const { xx, yy, xy } = blockGradients(print, x, y, wide);
    const spread = hypotenuse(xx - yy, 2 * xy);
    return xx + yy + spread === 0 ? [] : [1 - (xx + yy - spread) / (xx + yy + spread)];
  });
