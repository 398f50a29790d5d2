import type { CellGrid, Plane } from "../plane.ts";
import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** Half the grey range of the surroundings of a cell, from its darkest to its lightest pixel. */
const middles = (print: Plane, mask: CellGrid) => {
  const low = new Float32Array(mask.data.length).fill(255);
  const high = new Float32Array(mask.data.length);
  for (let y = 0; y < print.height; y += 1)
    for (let column = 0; column < mask.columns; column += 1) {
      const cell = Math.floor(y / mask.cell) * mask.columns + column;
      let darkest = low[cell] as number;
      let lightest = high[cell] as number;
      const end = y * print.width + Math.min(print.width, (column + 1) * mask.cell);
      for (let at = y * print.width + column * mask.cell; at < end; at += 1) {
        const value = print.data[at] as number;
        if (value < darkest) darkest = value;
        if (value > lightest) lightest = value;
      }
      low[cell] = darkest;
      high[cell] = lightest;
    }
  const middle = new Float32Array(mask.data.length);
  for (let at = 0; at < middle.length; at += 1) {
    let darkest = 255;
    let lightest = 0;
    for (let down = -mask.columns; down <= mask.columns; down += mask.columns)
      for (let near = at + down - 1; near <= at + down + 1; near += 1) {
        if (near < 0 || near >= middle.length) continue;
        darkest = Math.min(darkest, low[near] as number);
        lightest = Math.max(lightest, high[near] as number);
      }
    middle[at] = (darkest + lightest) / 2;
  }
  return middle;
};

/** Share of the print that is darker than the middle grey around it; about 0.45 on healthy skin. */
export const darkShare = (print: Plane, mask: CellGrid): number | undefined => {
  const middle = middles(print, mask);
  let dark = 0;
  let all = 0;
  // Every second pixel each way: a share of tens of thousands needs no more.
  for (let y = 0; y < print.height; y += 2)
    for (let column = 0; column < mask.columns; column += 1) {
      const cell = Math.floor(y / mask.cell) * mask.columns + column;
      if (mask.data[cell] !== 1) continue;
      const limit = middle[cell] as number;
      // Cells begin on even pixels.
      for (let x = column * mask.cell; x < Math.min(print.width, (column + 1) * mask.cell); x += 2) {
        all += 1;
        if ((print.data[y * print.width + x] as number) < limit) dark += 1;
      }
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
