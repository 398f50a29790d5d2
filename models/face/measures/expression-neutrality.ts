import { bySigmoid } from "../mapping.ts";
import { failure } from "../measure.ts";
import type { Measure } from "../measure.ts";

/** The reference's map from the score of its boosted trees. */
export const referenceScalar = bySigmoid({ h: 100, x0: -5000, w: 5000 });

export const expressionNeutrality: Measure<"state"> = {
  id: "ExpressionNeutrality",
  about: "ISO/IEC 29794-5, expression neutrality",
  algorithm: { name: "expression", version: "0" },
  needs: ["state"],
  measure: () => failure("Expression is not computed yet."),
  scalar: referenceScalar,
};
