import { meanOverPrint, NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** ISO/IEC 29794-4 frequency domain analysis: share of the cross-ridge profile's energy in its strongest wave. */
export const frequencyDomain: FingerMeasure = {
  id: "frequency-domain",
  unit: "0..1, mean over the print",
  assess: ({ frequency, segmentation }) => {
    const mean = meanOverPrint(frequency.periodicity, segmentation.mask);
    return mean === undefined ? NO_PRINT : scaled(mean, 0.2, 0.75);
  },
};
