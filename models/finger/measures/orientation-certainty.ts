import { meanOverPrint, NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** ISO/IEC 29794-4 orientation certainty level: how far the grey gradients of a place agree on one direction. */
export const orientationCertainty: FingerMeasure = {
  id: "orientation-certainty",
  unit: "0..1, mean over the print",
  assess: ({ first, segmentation }) => {
    const mean = meanOverPrint(first.coherence, segmentation.mask);
    return mean === undefined ? NO_PRINT : scaled(mean, 0.35, 0.95);
  },
};
