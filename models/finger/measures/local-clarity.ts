import { meanOverPrint, NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** ISO/IEC 29794-4 local clarity: how well ridges and valleys stand apart, as agreement with the enhanced ridges. */
export const localClarity: FingerMeasure = {
  id: "local-clarity",
  unit: "0..1, mean over the print",
  assess: ({ clarity, segmentation }) => {
    const mean = meanOverPrint(clarity, segmentation.mask);
    return mean === undefined ? NO_PRINT : scaled(mean, 0.5, 0.95);
  },
};
