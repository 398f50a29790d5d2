import { GAZE_LIMIT, GAZE_SIDEWAYS } from "../params/face.ts";
import type { FaceState, HeadPose } from "./stages/parts.ts";

/** At how many degrees off a gaze is called away, of a head turned and bent by `turned` degrees together. */
const limitAt = (turned: number): number =>
  Math.min(GAZE_LIMIT.most, GAZE_LIMIT.ahead + GAZE_LIMIT.perDegree * turned);

/**
 * How far the eyes look past the camera, degrees as they count for criterion 3.3: sideways they count for more (GAZE_SIDEWAYS), and of
 * a head that is turned or bent for less (GAZE_LIMIT), because there they are read less exactly.
 */
export const gazeOff = (gaze: FaceState["gaze"], pose: Pick<HeadPose, "yaw" | "pitch">): number => {
  const off = Math.hypot(GAZE_SIDEWAYS * (gaze.yaw + pose.yaw), gaze.pitch + pose.pitch);
  return (off * GAZE_LIMIT.asked) / limitAt(Math.hypot(pose.yaw, pose.pitch));
};
