import { meanOverPrint, NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** How far ridges stand out from valleys in the picture itself. */
export const ridgeContrast: FingerMeasure = {
  id: "ridge-contrast",
  unit: "grey levels, root mean square of the ridge band over the print",
  assess: ({ contrast, segmentation }) => {
    const mean = meanOverPrint(contrast.strength, segmentation.mask);
    return mean === undefined ? NO_PRINT : scaled(mean, 3, 40);
  },
};
