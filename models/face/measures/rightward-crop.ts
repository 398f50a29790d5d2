import { UNSURE } from "../../params/uncertainty.ts";
import { bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { distance } from "../stages/geometry.ts";

/** From the subject's left eye to the picture's right edge. */
export const rightwardCrop: Measure<"frame" | "eyes"> = {
  id: "RightwardCropOfTheFaceImage",
  about: "ISO/IEC 29794-5, rightward crop of the face image; eye distances",
  algorithm: { name: "rightward-crop", version: "1.0" },
  needs: ["frame", "eyes"],
  measure: ({ frame, eyes }) => (frame.width - eyes.left.x) / distance(eyes.left, eyes.right),
  scalar: bySigmoid({ h: 100, x0: 0.9, w: 0.1 }),
  unsure: UNSURE.rightwardCrop,
};
