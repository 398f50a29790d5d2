import { GAZE_SIDEWAYS } from "../params/face.ts";
import type { FaceState, HeadPose } from "./stages/parts.ts";

/** How far the eyes look past the camera, degrees; what is read more exactly, sideways, counts for more (GAZE_SIDEWAYS). */
export const gazeOff = (gaze: FaceState["gaze"], pose: Pick<HeadPose, "yaw" | "pitch">): number =>
  Math.hypot(GAZE_SIDEWAYS * (gaze.yaw + pose.yaw), gaze.pitch + pose.pitch);
