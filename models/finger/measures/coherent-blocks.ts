import { figuresOf } from "./figures-of.ts";
import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** ISO/IEC 29794-4 coherence of the orientation map, summed: how much of the finger there is, and how clear. */
export const coherentBlocks: FingerMeasure = {
  id: "coherent-blocks",
  unit: "sum over the print's blocks of 32 pixels of the agreement of their gradients, 0..1 each",
  assess: (features) => {
    const figures = figuresOf(features);
    return figures === undefined ? NO_PRINT : scaled(figures.coherence.sum, 10, 90);
  },
};
