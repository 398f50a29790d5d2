import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** A minutia of this quality is found again in most impressions. */
const SURE = 60;

export const minutiaeCount: FingerMeasure = {
  id: "minutiae-count",
  unit: "minutiae of quality 60 or more",
  assess: ({ minutiae, segmentation }) =>
    segmentation.area === 0
      ? NO_PRINT
      : scaled(minutiae.filter((minutia) => minutia.quality >= SURE).length, 4, 40),
};
