import { UNSURE } from "../../params/uncertainty.ts";
import { bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { LANDMARK, eyesToChin, widest } from "../stages/geometry.ts";

/** Opening between the inner lips over the length from eyes to chin. */
export const mouthClosed: Measure<"landmarks"> = {
  id: "MouthClosed",
  about: "ISO/IEC 29794-5, mouth closed; share of T",
  algorithm: { name: "mouth-closed", version: "1.0" },
  needs: ["landmarks"],
  measure: ({ landmarks }) => widest(landmarks, LANDMARK.innerLips) / eyesToChin(landmarks),
  scalar: bySigmoid({ h: 100, a: 1, s: -1, x0: 0.2, w: 0.06 }),
  unsure: UNSURE.mouthClosed,
};
