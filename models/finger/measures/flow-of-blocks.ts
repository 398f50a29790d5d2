import { figuresOf } from "./figures-of.ts";
import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** ISO/IEC 29794-4 orientation flow over the blocks amid the print: cores and deltas turn, and so does noise. */
export const flowOfBlocks: FingerMeasure = {
  id: "flow-of-blocks",
  unit: "share of a right angle that direction turns from block to block beyond 4 degrees, mean over the blocks of 32 pixels that turn more",
  assess: (features) => {
    const figures = figuresOf(features);
    return figures === undefined ? NO_PRINT : scaled(figures.flow.mean, 0.6, 0.15);
  },
};
