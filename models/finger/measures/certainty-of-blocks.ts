import { figuresOf } from "./figures-of.ts";
import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/**
 * ISO/IEC 29794-4 orientation certainty level over the whole picture, background included. Large where much of the
 * sensor shows ridges of one direction.
 */
export const certaintyOfBlocks: FingerMeasure = {
  id: "certainty-of-blocks",
  unit: "0..1, mean over the picture's blocks of 32 pixels",
  assess: (features) => {
    const figures = figuresOf(features);
    return figures === undefined ? NO_PRINT : scaled(figures.certainty.mean, 0.4, 0.85);
  },
};
