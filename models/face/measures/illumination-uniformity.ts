import { power } from "../../../api/base/power.ts";
import { by } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { cheekSquares } from "../stages/cheeks.ts";
import { squareHistogram } from "./histogram.ts";

/** How much the luminance histograms of the two cheeks have in common. */
export const illuminationUniformity: Measure<"luminance" | "aligned"> = {
  id: "IlluminationUniformity",
  about: "ISO/IEC 29794-5, illumination uniformity; histogram intersection, 0..1",
  algorithm: { name: "illumination-uniformity", version: "1.0" },
  needs: ["luminance", "aligned"],
  measure: ({ luminance, aligned }) => {
    const { right, left } = cheekSquares(aligned);
    const a = squareHistogram(luminance, right);
    const b = squareHistogram(luminance, left);
    return a.reduce((sum, share, bin) => sum + Math.min(share, b[bin] ?? 0), 0);
  },
  scalar: by((x) => 100 * power(x, 0.3)),
};
