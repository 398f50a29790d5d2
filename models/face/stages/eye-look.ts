/** One eye looked at in a window of its own, or in several: where its points lie, whether it is shut, where it looks. Own network. */
import { power } from "../../../api/base/power.ts";
import type { RgbImage } from "../../../api/words/sample.ts";
import { network, outputOf } from "../../onnx.ts";
import { SHUT_LEANING } from "../../params/face.ts";
import { pitchWithIris, underCorners } from "./iris-height.ts";
import type { FaceLandmarks, FacePoint } from "./net-answer.ts";
import { MIRRORED, mirrorPlanes } from "./net-mirror.ts";
import { middle, PATCH_SIDE, placed, type Found } from "./net-patch.ts";
import { fromWindow, windowPlanes, type Window } from "./net-window.ts";
import { meanPoint } from "./second-look.ts";

/** Side of the window over that of the face's own, as in training (models/training/patches.py). */
const EYE_SIDE = 0.28;
const DEGREES = 30;

export type Eye = "right" | "left";
const RIGHT_EYE = [60, 61, 62, 63, 64, 65, 66, 67, 96];
const POINTS: Record<Eye, readonly number[]> = {
  right: RIGHT_EYE,
  left: RIGHT_EYE.map((i) => MIRRORED[i] ?? i),
};
/** The left eye is shown as a right one: in the mirror. */
const MIRROR = { right: 1, left: -1 } as const;

/** An eye whose points are not so much surer than the first answer's lies behind dark glass, a cloth, hair or a hand: whether it is
 * shut and where it looks is left to the first answer. Chosen on rendered people of the training sets. */
const CLEAR = 0.8;

/** How much heavier the surer of two answers is: 2 would be right for errors that have nothing to do with each other, but both networks
 * are misled by the same light and glass. Chosen on rendered people whom nobody trained on (seeds 551, 931, 941, 951). */
const SURENESS = 4;

/** What the network says of one window, or the mean of several. */
export interface EyeSeen {
  readonly found: Found;
  /** A logit, of being shut. */
  readonly shut: number;
  /** Degrees relative to the camera, as the network sees it: of a left eye, in the mirror. */
  readonly gaze: readonly [number, number];
}

export interface EyeLook {
  readonly clear: boolean;
  /** Mean over the eye's points, picture pixels. */
  readonly sigma: number;
  readonly closed: number;
  /** Degrees, relative to the camera. */
  readonly yaw: number;
  readonly pitch: number;
  /** Joined with the first answer's. */
  readonly points: Found;
}

const NOWHERE: FacePoint = { x: 0, y: 0, sigma: 1 };

/** Two answers, each as heavy as it is sure. */
const joined = (a: FacePoint | undefined, b: FacePoint): FacePoint => {
  if (a === undefined) return b;
  const [u, v] = [power(a.sigma, -SURENESS), power(b.sigma, -SURENESS)];
  return {
    x: (a.x * u + b.x * v) / (u + v),
    y: (a.y * u + b.y * v) / (u + v),
    sigma: Math.min(a.sigma, b.sigma),
  };
};

const meanSigma = (points: readonly (FacePoint | undefined)[]): number =>
  points.reduce((sum, point) => sum + (point?.sigma ?? 0), 0) / Math.max(1, points.length);

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** The window's planes with the head's yaw and pitch beside them, as training has it. */
const withPose = (planes: Float32Array, yaw: number, pitch: number): Float32Array => {
  const area = PATCH_SIDE * PATCH_SIDE;
  const out = new Float32Array(5 * area);
  out.set(planes);
  out.fill(yaw / DEGREES, 3 * area, 4 * area);
  out.fill(pitch / DEGREES, 4 * area);
  return out;
};

/** `aside`: how far the window is moved from the middle of the eye, in half sides of the window: towards the nose, and down. */
export const seeEye = async (
  image: RgbImage,
  face: FaceLandmarks,
  { side, angle }: Window,
  eye: Eye,
  aside: readonly [number, number] = [0, 0],
): Promise<EyeSeen> => {
  const [indices, mirror] = [POINTS[eye], MIRROR[eye]];
  const [x, y] = middle(face.points[indices[0] ?? 0], face.points[indices[4] ?? 0]);
  const straight: Window = { x, y, side: side * EYE_SIDE, angle };
  const [movedX, movedY] = fromWindow(straight, mirror * aside[0], aside[1]);
  const window: Window = { ...straight, x: movedX, y: movedY };
  const seen = windowPlanes(image, window, PATCH_SIDE, "edge");
  const data = withPose(
    mirror === 1 ? seen : mirrorPlanes(seen, PATCH_SIDE),
    mirror * face.pose.yaw,
    face.pose.pitch,
  );
  const net = await network("face-eye");
  const answers = await net.run({ dims: [1, 5, PATCH_SIDE, PATCH_SIDE], data });
  const gaze = outputOf(answers, "gaze").data;
  return {
    found: placed(window, answers, indices, mirror),
    shut: outputOf(answers, "shut").data[0] ?? 0,
    gaze: [(gaze[0] ?? 0) * DEGREES, (gaze[1] ?? 0) * DEGREES],
  };
};

/** Of one eye; all have the same points. */
export const meanEye = (seen: readonly [EyeSeen, ...EyeSeen[]]): EyeSeen => {
  const mean = (pick: (one: EyeSeen) => number): number =>
    seen.reduce((sum, one) => sum + pick(one), 0) / seen.length;
  return {
    found: seen[0].found.map(([index, point], i) => [
      index,
      meanPoint(seen.map(({ found }) => found[i]?.[1] ?? point)),
    ]),
    shut: mean((one) => one.shut),
    gaze: [mean((one) => one.gaze[0]), mean((one) => one.gaze[1])],
  };
};

/** What was seen of an eye, beside what the whole face's answer has of it. */
export const lookOfEye = (face: FaceLandmarks, eye: Eye, { found, shut, gaze }: EyeSeen): EyeLook => {
  const [indices, mirror] = [POINTS[eye], MIRROR[eye]];
  const sigma = meanSigma(found.map(([, point]) => point));
  const points = found.map(([index, point]) => [index, joined(face.points[index], point)] as const);
  const at = (i: number) => points[i]?.[1] ?? NOWHERE;
  // In the mirror the picture's x runs the other way: corners and pupil change sides, and heights stay.
  const under = mirror * underCorners({ outer: at(0), inner: at(4), pupil: at(8) });
  return {
    clear: sigma < CLEAR * meanSigma(indices.map((index) => face.points[index])),
    sigma,
    closed: logistic(shut + SHUT_LEANING),
    yaw: mirror * gaze[0],
    pitch: pitchWithIris(gaze[1], under, face.pose.pitch),
    points,
  };
};
