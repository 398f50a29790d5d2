import { withoutWhiteFrame } from "./blocks.ts";
import { NO_PRINT, type FingerMeasure } from "./measure.ts";

/** ISO/IEC 29794-4 mean of the picture without its white frame: high where little of the glass is covered. */
export const pictureMean: FingerMeasure = {
  id: "picture-mean",
  unit: "0 black .. 255 white, mean over the picture",
  assess: ({ print, segmentation }) => {
    if (segmentation.area === 0) return NO_PRINT;
    const { left, top, right, bottom } = withoutWhiteFrame(print);
    let sum = 0;
    for (let y = top; y < bottom; y += 1)
      for (let x = left; x < right; x += 1) sum += print.data[y * print.width + x] as number;
    const mean = sum / ((right - left) * (bottom - top));
    return {
      kind: "assessed",
      raw: mean,
      scalar: Math.round(100 * Math.max(0, 1 - Math.abs(mean - 170) / 100)),
    };
  },
};
