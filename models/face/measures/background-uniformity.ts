import { bySigmoid } from "../mapping.ts";
import { failure } from "../measure.ts";
import type { Measure } from "../measure.ts";
import { backgroundMask, sobel } from "../stages/background.ts";

/** Mean strength of luminance gradients where the aligned picture shows background. */
export const backgroundUniformity: Measure<"aligned" | "luminance" | "segmentation" | "frame"> = {
  id: "BackgroundUniformity",
  about: "ISO/IEC 29794-5, background uniformity; mean Sobel gradient of linear luminance",
  algorithm: { name: "background-uniformity", version: "1.0" },
  needs: ["aligned", "luminance", "segmentation", "frame"],
  measure: ({ aligned, luminance, segmentation, frame }) => {
    const { mask, small } = backgroundMask(aligned, luminance, segmentation, frame);
    let [sum, count] = [0, 0];
    const gradients = sobel(small, mask);
    for (let i = 0; i < mask.length; i += 1)
      if (mask[i] === 1) {
        sum += gradients.values[i] ?? 0;
        count += 1;
      }
    return count === 0 ? failure("No background is in the picture.") : sum / count;
  },
  scalar: bySigmoid({ h: 190, a: 1, s: -1, x0: 10, w: 100 }),
};
