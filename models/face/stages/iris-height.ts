/** Where an eye looks, up or down, told from its points alone. */
import { GAZE_BY_IRIS } from "../../params/face.ts";
import type { FacePoint } from "./net-answer.ts";

interface EyePoints {
  readonly outer: FacePoint;
  readonly inner: FacePoint;
  readonly pupil: FacePoint;
}

/** How far the pupil lies under the line between the corners, in widths of the eye; negative above it. The subject's right eye. */
export const underCorners = ({ outer, inner, pupil }: EyePoints): number => {
  const [dx, dy] = [inner.x - outer.x, inner.y - outer.y];
  const [x, y] = [pupil.x - (outer.x + inner.x) / 2, pupil.y - (outer.y + inner.y) / 2];
  return (y * dx - x * dy) / Math.max(1e-6, dx * dx + dy * dy);
};

/**
 * Pitch of the gaze relative to the camera, degrees, down positive: what the eye's network reads (`seen`) and what its points say,
 * the pupil's height between the corners and the head's own pitch (`head`, degrees), in fixed shares (GAZE_BY_IRIS).
 */
export const pitchWithIris = (seen: number, under: number, head: number): number => {
  const { share, rest, slope, withHead } = GAZE_BY_IRIS;
  return (1 - share) * seen + share * (rest + slope * under + withHead * head);
};
