import { by, sigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";

/**
 * Mean of linear luminance over the face, as a share of white. It says how dark the skin is as much as how the
 * light was: it is reported and never gates (see exposure-fair.ts).
 */
export const luminanceMean: Measure<"luminance" | "region"> = {
  id: "LuminanceMean",
  about: "ISO/IEC 29794-5, moments of the luminance distribution: mean; 0..1",
  algorithm: { name: "luminance-mean", version: "1.0" },
  needs: ["luminance", "region"],
  measure: ({ luminance, region }) => {
    let sum = 0;
    for (let i = 0; i < region.inside.length; i += 1)
      if (region.inside[i] === 1) sum += luminance.values[i] ?? 0;
    return sum / region.count / 255;
  },
  scalar: by((x) => 100 * sigmoid(x, 0.2, 0.05) * (1 - sigmoid(x, 0.8, 0.05))),
};
