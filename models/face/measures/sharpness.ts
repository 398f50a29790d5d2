import { bySigmoid } from "../mapping.ts";
import { failure } from "../measure.ts";
import type { Measure } from "../measure.ts";

/** The reference's map from the votes of its trees. */
export const referenceScalar = bySigmoid({ h: 1, a: -14, s: 115, x0: -20, w: 15 });

export const sharpness: Measure<"aligned"> = {
  id: "Sharpness",
  about: "ISO/IEC 29794-5, sharpness",
  algorithm: { name: "sharpness", version: "0" },
  needs: ["aligned"],
  measure: () => failure("Sharpness is not computed yet."),
  scalar: referenceScalar,
};
