import type { CellGrid, Plane } from "../plane.ts";
import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** Half the grey range of the surroundings of a cell, from its darkest to its lightest pixel. */
const middles = (print: Plane, mask: CellGrid) => {
  const low = new Float32Array(mask.data.length).fill(255);
  const high = new Float32Array(mask.data.length);
  for (let y = 0; y < print.height; y += 1)
    for (let x = 0; x < print.width; x += 1) {
      const at = Math.floor(y / mask.cell) * mask.columns + Math.floor(x / mask.cell);
      const value = print.data[y * print.width + x] as number;
      if (value < (low[at] as number)) low[at] = value;
      if (value > (high[at] as number)) high[at] = value;
    }
  return new Float32Array(mask.data.length).map((_, at) => {
    let [darkest, lightest] = [255, 0];
    for (const down of [-mask.columns, 0, mask.columns])
      for (const across of [-1, 0, 1]) {
        darkest = Math.min(darkest, low[at + down + across] ?? 255);
        lightest = Math.max(lightest, high[at + down + across] ?? 0);
      }
    return (darkest + lightest) / 2;
  });
};

/** Share of the print that is darker than the middle grey around it; about 0.45 on healthy skin. */
export const darkShare = (print: Plane, mask: CellGrid): number | undefined => {
  const middle = middles(print, mask);
  let dark = 0;
  let all = 0;
  // Every second pixel each way: a share of tens of thousands needs no more.
  for (let y = 0; y < print.height; y += 2)
    for (let x = 0; x < print.width; x += 2) {
      const at = Math.floor(y / mask.cell) * mask.columns + Math.floor(x / mask.cell);
      if (mask.data[at] !== 1) continue;
      all += 1;
      if ((print.data[y * print.width + x] as number) < (middle[at] as number)) dark += 1;
    }
  return all === 0 ? undefined : dark / all;
};

/** ISO/IEC 29794-4 ridge-valley thickness: dry skin prints thin broken ridges, wet skin fills the valleys. */
export const ridgeShare: FingerMeasure = {
  id: "ridge-share",
  unit: "0..1, share of the print that is ridge",
  assess: ({ print, segmentation }) => {
    const share = darkShare(print, segmentation.mask);
    return share === undefined ? NO_PRINT : { ...scaled(Math.abs(share - 0.46), 0.3, 0.02), raw: share };
  },
};
