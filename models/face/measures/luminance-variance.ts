import { by } from "../mapping.ts";
import type { Measure } from "../measure.ts";

/** Variance of linear luminance over the face. Dark skin has little: reported, never gates. */
export const luminanceVariance: Measure<"luminance" | "region"> = {
  id: "LuminanceVariance",
  about: "ISO/IEC 29794-5, moments of the luminance distribution: variance; of shares of white",
  algorithm: { name: "luminance-variance", version: "1.0" },
  needs: ["luminance", "region"],
  measure: ({ luminance, region }) => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < region.inside.length; i += 1)
      if (region.inside[i] === 1) {
        const value = (luminance.values[i] ?? 0) / 255;
        sum += value;
        squares += value * value;
      }
    const mean = sum / region.count;
    return squares / region.count - mean * mean;
  },
  scalar: by((x) => 100 * Math.sin((Math.PI * 60 * x) / (60 * x + 1))),
};
