import { cellArea, NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** Clarity from which minutiae of a place can be trusted. */
const CLEAR = 0.72;

/** Area of the print whose ridges can be read (ISO/IEC 29794-4 region of interest, weighted by clarity). */
export const usableArea: FingerMeasure = {
  id: "usable-area",
  unit: "square millimetres",
  assess: ({ clarity, segmentation: { mask, area } }) => {
    if (area === 0) return NO_PRINT;
    let cells = 0;
    for (let i = 0; i < mask.data.length; i += 1)
      if (mask.data[i] === 1 && (clarity.data[i] as number) >= CLEAR) cells += 1;
    return scaled(cells * cellArea(mask.cell), 20, 180);
  },
};
