import { figuresOf } from "./figures-of.ts";
import { NO_PRINT, type FingerMeasure } from "./measure.ts";

/** ISO/IEC 29794-4 mean grey of the region of interest, ridges, valleys and all. */
export const regionMean: FingerMeasure = {
  id: "region-mean",
  unit: "0 black .. 255 white, mean over the print's region",
  assess: (features) => {
    const figures = figuresOf(features);
    if (figures === undefined) return NO_PRINT;
    const mean = figures.grey.region;
    return {
      kind: "assessed",
      raw: mean,
      scalar: Math.round(100 * Math.max(0, 1 - Math.abs(mean - 155) / 100)),
    };
  },
};
