import { figuresOf } from "./figures-of.ts";
import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/**
 * ISO/IEC 29794-4 frequency domain analysis, its spread: blocks of one good print resemble each other; a poor one mixes
 * ridges with blocks that hold no wave at all.
 */
export const frequencySpread: FingerMeasure = {
  id: "frequency-spread",
  unit: "standard deviation over the picture's blocks of 32 pixels of the strongest wave's share",
  assess: (features) => {
    const figures = figuresOf(features);
    return figures === undefined ? NO_PRINT : scaled(figures.waves.spread, 0.35, 0.12);
  },
};
