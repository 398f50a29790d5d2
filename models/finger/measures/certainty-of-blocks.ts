import { blockGradients, wholeBlocks, withoutWhiteFrame } from "./blocks.ts";
import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

const SIDE = 32;

/**
 * ISO/IEC 29794-4 orientation certainty level over the whole picture, background included: 1 less the ratio of the
 * two eigenvalues of each block's gradient covariance. Large where much of the sensor shows ridges of one direction.
 */
export const certaintyOfBlocks: FingerMeasure = {
  id: "certainty-of-blocks",
  unit: "0..1, mean over the picture's blocks of 32 pixels",
  assess: ({ print, segmentation }) => {
    if (segmentation.area === 0) return NO_PRINT;
    let [sum, count] = [0, 0];
    for (const { x, y } of wholeBlocks(withoutWhiteFrame(print), SIDE)) {
      const { xx, yy, xy } = blockGradients(print, x, y, SIDE);
      const spread = Math.hypot(xx - yy, 2 * xy);
      if (xx + yy + spread === 0) continue;
      sum += 1 - (xx + yy - spread) / (xx + yy + spread);
      count += 1;
    }
    return count === 0 ? NO_PRINT : scaled(sum / count, 0.4, 0.85);
  },
};
