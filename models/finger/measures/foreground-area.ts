import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** Area that the finger covers. TR-03121 asks for sensors of 16 x 20 mm; a well placed finger covers about 200. */
export const foregroundArea: FingerMeasure = {
  id: "foreground-area",
  unit: "square millimetres",
  assess: ({ segmentation }) =>
    segmentation.area === 0 ? NO_PRINT : scaled(segmentation.area * (25.4 / 500) ** 2, 30, 200),
};
