import { UNSURE } from "../../params/uncertainty.ts";
import { bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { LANDMARK, eyesToChin, widest } from "../stages/geometry.ts";

/** Opening of the less open eye over the length from eyes to chin. */
export const eyesOpen: Measure<"landmarks"> = {
  id: "EyesOpen",
  about: "ISO/IEC 29794-5, eyes open; share of T",
  algorithm: { name: "eyes-open", version: "1.0" },
  needs: ["landmarks"],
  measure: ({ landmarks }) =>
    Math.min(widest(landmarks, LANDMARK.leftEye.lids), widest(landmarks, LANDMARK.rightEye.lids)) /
    eyesToChin(landmarks),
  scalar: bySigmoid({ h: 100, x0: 0.02, w: 0.01 }),
  unsure: UNSURE.eyesOpen,
};
