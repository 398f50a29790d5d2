/** What is looked at again, and the mean of several looks. */
import { GAZE_AGAIN, GAZE_LIMIT } from "../../params/face.ts";
import { gazeOff } from "../gaze-off.ts";
import type { FaceLandmarks, FacePoint } from "./net-answer.ts";

/** Whether a gaze lies so near the limit of criterion 3.3 that one look does not decide it. */
export const nearGazeLimit = ({ gaze, pose }: Pick<FaceLandmarks, "gaze" | "pose">): boolean =>
  Math.abs(gazeOff(gaze, pose) - GAZE_LIMIT.asked) < GAZE_AGAIN;

/** Of the same point, as several windows have it. */
export const meanPoint = (points: readonly FacePoint[]): FacePoint => {
  const mean = (axis: keyof FacePoint): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return { x: mean("x"), y: mean("y"), sigma: mean("sigma") };
};

/** The mean of what several windows have shown of one face, number by number; openings and `apart` are the first one's. */
export const meanLandmarks = (faces: readonly [FaceLandmarks, ...FaceLandmarks[]]): FaceLandmarks => {
  const [first] = faces;
  const mean = (pick: (face: FaceLandmarks) => number): number =>
    faces.reduce((sum, face) => sum + pick(face), 0) / faces.length;
  return {
    ...first,
    points: first.points.map((point, i) => meanPoint(faces.map(({ points }) => points[i] ?? point))),
    pose: {
      yaw: mean(({ pose }) => pose.yaw),
      pitch: mean(({ pose }) => pose.pitch),
      roll: mean(({ pose }) => pose.roll),
    },
    eyeClosed: {
      right: mean(({ eyeClosed }) => eyeClosed.right),
      left: mean(({ eyeClosed }) => eyeClosed.left),
    },
    gaze: { yaw: mean(({ gaze }) => gaze.yaw), pitch: mean(({ gaze }) => gaze.pitch) },
  };
};
