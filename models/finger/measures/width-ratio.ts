import { figuresOf } from "./figures-of.ts";
import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** ISO/IEC 29794-4 ridge-valley uniformity, as widths of neighbouring ridges and valleys. */
export const widthRatio: FingerMeasure = {
  id: "width-ratio",
  unit: "standard deviation over the print's blocks of 32 pixels of ridge width by valley width",
  assess: (features) => {
    const figures = figuresOf(features);
    return figures === undefined ? NO_PRINT : scaled(figures.widths.spread, 1.4, 0.4);
  },
};
