/** Room around the face: the four crop components of ISO/IEC 29794-5. Subject and picture sides differ: named by the picture's. */
import { bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { between, distance, eyesOfLandmarks, eyesToChin } from "../stages/geometry.ts";

/** From the picture's left edge to the subject's right eye. */
export const leftwardCrop: Measure<"eyes"> = {
  id: "LeftwardCropOfTheFaceImage",
  about: "ISO/IEC 29794-5, leftward crop of the face image; eye distances",
  algorithm: { name: "leftward-crop", version: "1.0" },
  needs: ["eyes"],
  measure: ({ eyes }) => eyes.right.x / distance(eyes.left, eyes.right),
  scalar: bySigmoid({ h: 100, x0: 0.9, w: 0.1 }),
};

/** From the subject's left eye to the picture's right edge. */
export const rightwardCrop: Measure<"frame" | "eyes"> = {
  id: "RightwardCropOfTheFaceImage",
  about: "ISO/IEC 29794-5, rightward crop of the face image; eye distances",
  algorithm: { name: "rightward-crop", version: "1.0" },
  needs: ["frame", "eyes"],
  measure: ({ frame, eyes }) => (frame.width - eyes.left.x) / distance(eyes.left, eyes.right),
  scalar: bySigmoid({ h: 100, x0: 0.9, w: 0.1 }),
};

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
};

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
};
