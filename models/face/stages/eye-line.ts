/** The line through the eyes, levelled by the head's own roll where the eyes are seen dimly. */
import { EYE_LINE_BY_POSE } from "../../params/face.ts";
import { eyeLineOf, eyesOfLandmarks, ofEyes } from "./geometry.ts";
import type { FaceLandmarks, FacePoint } from "./net-answer.ts";

const RADIANS = Math.PI / 180;
const CORNERS = [60, 64, 68, 72];

/** Degrees by which the line through the eyes of a head so turned rises in the picture towards the subject's left; Ry(yaw) Rx(pitch) Rz(roll). */
export const tiltOfPose = (pose: FaceLandmarks["pose"]): number => {
  const [yaw, pitch, roll] = [pose.yaw * RADIANS, pose.pitch * RADIANS, pose.roll * RADIANS];
  const along = Math.cos(yaw) * Math.cos(roll) + Math.sin(yaw) * Math.sin(pitch) * Math.sin(roll);
  return Math.atan2(Math.cos(pitch) * Math.sin(roll), along) / RADIANS;
};

/** 0..1: how much of the word the pose has, against eyes whose corners are unsure by `sigma` of their distance. */
export const shareOfPose = (sigma: number): number => {
  const pose = EYE_LINE_BY_POSE.unsure;
  return sigma ** 2 / (sigma ** 2 + pose ** 2);
};

/**
 * The points with both eyes turned about the middle between them, as a whole, so far towards the pose's roll as their own uncertainty
 * says. Eyes behind dark glass are guessed one by one; the pose is told from the whole head. Heads turned beyond
 * EYE_LINE_BY_POSE.turned keep theirs.
 */
export const levelledEyes = ({
  points,
  pose,
}: Pick<FaceLandmarks, "points" | "pose">): readonly FacePoint[] => {
  const eyes = eyesOfLandmarks({ points });
  const { roll, distance } = eyeLineOf(eyes);
  if (!(distance > 0) || Math.abs(pose.yaw) > EYE_LINE_BY_POSE.turned) return points;
  const sigma = CORNERS.reduce((sum, corner) => sum + (points[corner]?.sigma ?? 0), 0) / CORNERS.length;
  // A roll grows as the picture turns against the clock, y running down.
  const turn = shareOfPose(sigma / distance) * (roll - tiltOfPose(pose)) * RADIANS;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [x, y] = [(eyes.right.x + eyes.left.x) / 2, (eyes.right.y + eyes.left.y) / 2];
  return points.map((point, i) => {
    if (!ofEyes(i)) return point;
    const [dx, dy] = [point.x - x, point.y - y];
    return { ...point, x: x + cos * dx - sin * dy, y: y + sin * dx + cos * dy };
  });
};
