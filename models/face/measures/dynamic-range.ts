import { by } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { regionHistogram } from "./histogram.ts";

/** Entropy of linear luminance over the face. Dark skin has less: reported, never gates. */
export const dynamicRange: Measure<"luminance" | "region"> = {
  id: "DynamicRange",
  about: "ISO/IEC 29794-5, dynamic range; bits, 0..8",
  algorithm: { name: "dynamic-range", version: "1.0" },
  needs: ["luminance", "region"],
  measure: ({ luminance, region }) => {
    const shares = regionHistogram(luminance, region);
    return -shares.reduce((sum, share) => (share > 0 ? sum + share * Math.log2(share) : sum), 0);
  },
  scalar: by((x) => 12.5 * x),
};
