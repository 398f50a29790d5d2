import { bySigmoid } from "../mapping.ts";
import { failure } from "../measure.ts";
import type { Measure } from "../measure.ts";

/** The reference's map from the length of its face embedding. */
export const referenceScalar = bySigmoid({ h: 100, x0: 23, w: 2.6 });

export const unifiedQualityScore: Measure<"frame"> = {
  id: "UnifiedQualityScore",
  about: "ISO/IEC 29794-5, unified quality score",
  algorithm: { name: "unified-quality", version: "0" },
  needs: ["frame"],
  measure: () => failure("No network for the unified quality score is loaded."),
  scalar: referenceScalar,
};
