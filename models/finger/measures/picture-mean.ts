import { figuresOf } from "./figures-of.ts";
import { NO_PRINT, type FingerMeasure } from "./measure.ts";

/** ISO/IEC 29794-4 mean of the picture without its white frame: high where little of the glass is covered. */
export const pictureMean: FingerMeasure = {
  id: "picture-mean",
  unit: "0 black .. 255 white, mean over the picture",
  assess: (features) => {
    const figures = figuresOf(features);
    if (figures === undefined) return NO_PRINT;
    const mean = figures.grey.picture;
    return {
      kind: "assessed",
      raw: mean,
      scalar: Math.round(100 * Math.max(0, 1 - Math.abs(mean - 170) / 100)),
    };
  },
};
