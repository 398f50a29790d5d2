import { UNSURE } from "../../params/uncertainty.ts";
import { bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { between, eyesOfLandmarks, eyesToChin } from "../stages/geometry.ts";

/** From the picture's top edge to the eyes. */
export const marginAbove: Measure<"landmarks"> = {
  id: "MarginAboveOfTheFaceImage",
  about: "ISO/IEC 29794-5, margin above the face; T",
  algorithm: { name: "margin-above", version: "1.0" },
  needs: ["landmarks"],
  measure: ({ landmarks }) => {
    const eyes = eyesOfLandmarks(landmarks);
    return between(eyes.left, eyes.right).y / eyesToChin(landmarks);
  },
  scalar: bySigmoid({ h: 100, x0: 1.4, w: 0.1 }),
  unsure: UNSURE.marginAbove,
};
