import { UNSURE } from "../../params/uncertainty.ts";
import { bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { distance } from "../stages/geometry.ts";

/** From the picture's left edge to the subject's right eye. */
export const leftwardCrop: Measure<"eyes"> = {
  id: "LeftwardCropOfTheFaceImage",
  about: "ISO/IEC 29794-5, leftward crop of the face image; eye distances",
  algorithm: { name: "leftward-crop", version: "1.0" },
  needs: ["eyes"],
  measure: ({ eyes }) => eyes.right.x / distance(eyes.left, eyes.right),
  scalar: bySigmoid({ h: 100, x0: 0.9, w: 0.1 }),
  unsure: UNSURE.leftwardCrop,
};
