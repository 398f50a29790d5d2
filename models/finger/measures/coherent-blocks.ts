import type { FingerFeatures } from "../features.ts";
import { cellAt } from "../plane.ts";
import { blockGradients, wholeBlocks, withoutWhiteFrame } from "./blocks.ts";
import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

const SIDE = 32;

/** Whether any part of a block lies on the print. */
const onPrint = ({ segmentation: { mask } }: FingerFeatures, x: number, y: number): boolean => {
  const steps = [4, 12, 20, 28];
  return steps.some((dy) => steps.some((dx) => cellAt(mask, x + dx, y + dy) === 1));
};

/** ISO/IEC 29794-4 coherence of the orientation map, summed: how much of the finger there is, and how clear. */
export const coherentBlocks: FingerMeasure = {
  id: "coherent-blocks",
  unit: "sum over the print's blocks of 32 pixels of the agreement of their gradients, 0..1 each",
  assess: (features) => {
    const { print, segmentation } = features;
    if (segmentation.area === 0) return NO_PRINT;
    let sum = 0;
    for (const { x, y } of wholeBlocks(withoutWhiteFrame(print), SIDE)) {
      if (!onPrint(features, x, y)) continue;
      const { xx, yy, xy, length } = blockGradients(print, x, y, SIDE);
      if (length > 0) sum += Math.hypot(xx - yy, 2 * xy) / length;
    }
    return scaled(sum, 10, 90);
  },
};
