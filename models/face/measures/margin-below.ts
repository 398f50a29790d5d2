import { UNSURE } from "../../params/uncertainty.ts";
import { bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { between, eyesOfLandmarks, eyesToChin } from "../stages/geometry.ts";

/** From the eyes to the picture's bottom edge. */
export const marginBelow: Measure<"frame" | "landmarks"> = {
  id: "MarginBelowOfTheFaceImage",
  about: "ISO/IEC 29794-5, margin below the face; T",
  algorithm: { name: "margin-below", version: "1.0" },
  needs: ["frame", "landmarks"],
  measure: ({ frame, landmarks }) => {
    const eyes = eyesOfLandmarks(landmarks);
    return (frame.height - between(eyes.left, eyes.right).y) / eyesToChin(landmarks);
  },
  scalar: bySigmoid({ h: 100, x0: 1.8, w: 0.1 }),
  unsure: UNSURE.marginBelow,
};
