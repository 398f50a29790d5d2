import { EXPRESSION } from "../../params/expression.ts";
import { bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { expressionFeatures } from "./expression-features.ts";

/** The reference's map from the score of its boosted trees. */
export const referenceScalar = bySigmoid({ h: 100, x0: -5000, w: 5000 });

/** Log odds that a face with these landmarks is at rest. No picture of the face is judged, only where its points lie. */
export const neutralLogOdds = (features: readonly number[]): number =>
  features.reduce((sum, feature, i) => {
    const deviation = (feature - (EXPRESSION.mean[i] ?? 0)) / (EXPRESSION.deviation[i] ?? 1);
    const z = Math.min(EXPRESSION.cut.high, Math.max(EXPRESSION.cut.low, deviation));
    return sum + (EXPRESSION.linear[i] ?? 0) * z + (EXPRESSION.square[i] ?? 0) * z * z;
  }, EXPRESSION.bias);

export const expressionNeutrality: Measure<"landmarks"> = {
  id: "ExpressionNeutrality",
  about: "ISO/IEC 29794-5, expression neutrality; log odds of a face at rest",
  algorithm: { name: "expression-by-landmarks", version: "1.0" },
  needs: ["landmarks"],
  measure: ({ landmarks }) => neutralLogOdds(expressionFeatures(landmarks)),
  scalar: bySigmoid({ h: 100, x0: EXPRESSION.half, w: EXPRESSION.width }),
};
