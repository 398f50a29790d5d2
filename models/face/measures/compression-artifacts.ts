import { bySigmoid } from "../mapping.ts";
import { failure } from "../measure.ts";
import type { Measure } from "../measure.ts";

/** The reference's map from the similarity that its network estimates. */
export const referenceScalar = bySigmoid({ h: 1, a: -0.0278, s: 103, x0: 0.3308, w: 0.092 });

export const compressionArtifacts: Measure<"aligned"> = {
  id: "CompressionArtifacts",
  about: "ISO/IEC 29794-5, no compression artefacts",
  algorithm: { name: "compression", version: "0" },
  needs: ["aligned"],
  measure: () => failure("Compression artefacts are not computed yet."),
  scalar: referenceScalar,
};
