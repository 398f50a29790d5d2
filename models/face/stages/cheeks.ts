/** The two squares of the cheeks in which ISO/IEC 29794-5 compares light and reads colour. */
import type { Rectangle } from "../../../api/words/units.ts";
import { between, distance } from "./geometry.ts";
import type { AlignedFace, Sides } from "./parts.ts";

/** Side: 0.3 of the eye distance; outward of the eye centres, half way down to the mouth. */
export const cheekSquares = ({ anchors }: AlignedFace): Sides<Rectangle> => {
  const { rightEye, leftEye, mouth } = anchors;
  const side = Math.trunc(distance(rightEye, leftEye) * 0.3);
  const down = Math.trunc(distance(between(rightEye, leftEye), mouth) / 2);
  return {
    right: { x: Math.round(rightEye.x) - side, y: Math.round(rightEye.y) + down, width: side, height: side },
    left: { x: Math.round(leftEye.x), y: Math.round(leftEye.y) + down, width: side, height: side },
  };
};
