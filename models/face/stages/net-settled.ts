/**
 * The networks' answers on steps: far under their errors, far over what another processor leaves in their last places.
 * onnxruntime adds up in another order with AVX-512, with AVX2 and without; a point of a face 300 pixels high moves by
 * 0.000008 pixels. Whatever follows from settled numbers is the same everywhere, but for the few that lie at an edge.
 */
import type { AnswersApart, FaceLandmarks } from "./net-answer.ts";

/** Steps are powers of two, so that a settled number is exact. */
const onto = (step: number, value: number): number => Math.round(value / step) * step;

/** Of lengths on a face, over the power of two under the window's side: a 64th of a pixel where the side is 256 to 511. */
const LENGTH = 1 / 16_384;
/** Of a box, which only says where to look. */
const BOX = 1 / 8192;
/** Degrees. */
const ANGLE = 1 / 64;
/** Of what lies between 0 and 1. */
const SHARE = 1 / 4096;

const under = (length: number): number => 2 ** Math.floor(Math.log2(Math.max(1, length)));

const settledApart = ({ pose, gaze }: AnswersApart): AnswersApart => ({
  pose: onto(ANGLE, pose),
  ...(gaze === undefined ? {} : { gaze: onto(ANGLE, gaze) }),
});

/** `side`: of the window that was looked at, picture pixels. Openings follow from the points. */
export const settledFace = (face: FaceLandmarks, side: number): FaceLandmarks => {
  const step = under(side) * LENGTH;
  const { pose, gaze, eyeClosed, apart } = face;
  return {
    ...face,
    points: face.points.map(({ x, y, sigma }) => ({
      x: onto(step, x),
      y: onto(step, y),
      sigma: Math.max(step, onto(step, sigma)),
    })),
    pose: { yaw: onto(ANGLE, pose.yaw), pitch: onto(ANGLE, pose.pitch), roll: onto(ANGLE, pose.roll) },
    gaze: { yaw: onto(ANGLE, gaze.yaw), pitch: onto(ANGLE, gaze.pitch) },
    eyeClosed: { right: onto(SHARE, eyeClosed.right), left: onto(SHARE, eyeClosed.left) },
    ...(apart === undefined ? {} : { apart: settledApart(apart) }),
  };
};

/** A share of what lies between 0 and 1, or a little more. */
export const settledShare = (share: number): number => onto(SHARE, share);

/** What the detector finds (net-boxes.ts). */
interface Found {
  readonly box: readonly [number, number, number, number];
  readonly confidence: number;
}

export const settledBox = ({ box: [x, y, w, h], confidence }: Found): Found => {
  const step = under(Math.max(w, h)) * BOX;
  return {
    box: [onto(step, x), onto(step, y), onto(step, w), onto(step, h)],
    confidence: onto(SHARE, confidence),
  };
};
