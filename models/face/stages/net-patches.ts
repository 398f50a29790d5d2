/** A closer look: both eyes and the mouth in windows of their own, finer than the whole face's. Own networks. */
import { power } from "../../../api/base/power.ts";
import type { RgbImage } from "../../../api/words/sample.ts";
import { network, networks, outputOf } from "../../onnx.ts";
import type { AnswersApart, FaceLandmarks, FacePoint } from "./net-answer.ts";
import { MIRRORED, mirrorPlanes } from "./net-mirror.ts";
import { fromWindow, windowPlanes, type Window } from "./net-window.ts";
import { pitchWithIris, underCorners } from "./iris-height.ts";
import { MOUTH_AT_REST, SHUT_LEANING } from "../../params/face.ts";

const SIDE = 64;
/** Sides of the windows over that of the face's own, as in training (models/training/patches.py). */
const EYE_SIDE = 0.28;
const MOUTH_SIDE = 0.46;
/** Heads turned further than this were not trained on. */
const TURNED = 40;
const DEGREES = 30;

const RIGHT_EYE = [60, 61, 62, 63, 64, 65, 66, 67, 96];
const LEFT_EYE = RIGHT_EYE.map((i) => MIRRORED[i] ?? i);
const MOUTH = Array.from({ length: 20 }, (_, i) => 76 + i);
/** Points on the line where the lips meet: the corners and the inner contours. */
const onLine = (point: number): boolean => point === 76 || point === 82 || point >= 88;

/** An eye whose points are not so much surer than the first answer's lies behind dark glass, a cloth, hair or a hand: whether it is
 * shut and where it looks is left to the first answer. Chosen on rendered people of the training sets. */
const CLEAR = 0.8;

/** How much heavier the surer of two answers is: 2 would be right for errors that have nothing to do with each other, but both networks
 * are misled by the same light and glass. Chosen on rendered people whom nobody trained on (seeds 551, 931, 941, 951). */
const SURENESS = 4;

interface EyeLook {
  readonly clear: boolean;
  /** Mean over the eye's points, picture pixels. */
  readonly sigma: number;
  readonly closed: number;
  /** Degrees, relative to the camera. */
  readonly yaw: number;
  readonly pitch: number;
}

type Points = Map<number, FacePoint>;
const NOWHERE: FacePoint = { x: 0, y: 0, sigma: 1 };

const middle = (a: FacePoint | undefined, b: FacePoint | undefined): readonly [number, number] => [
  ((a?.x ?? 0) + (b?.x ?? 0)) / 2,
  ((a?.y ?? 0) + (b?.y ?? 0)) / 2,
];

const place = (
  window: Window,
  points: Float32Array,
  sigma: Float32Array,
  indices: readonly number[],
  mirror: 1 | -1,
): readonly (readonly [number, FacePoint])[] =>
  indices.map((point, i) => {
    const [x, y] = fromWindow(window, mirror * (points[2 * i] ?? 0), points[2 * i + 1] ?? 0);
    const spread = Math.exp(Math.min(1, Math.max(-6, sigma[i] ?? 0)));
    return [point, { x, y, sigma: spread * (window.side / 2) }];
  });

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
  const out = new Float32Array(5 * SIDE * SIDE);
  out.set(planes);
  out.fill(yaw / DEGREES, 3 * SIDE * SIDE, 4 * SIDE * SIDE);
  out.fill(pitch / DEGREES, 4 * SIDE * SIDE);
  return out;
};

const lookAtEye = async (
  image: RgbImage,
  face: FaceLandmarks,
  side: number,
  angle: number,
  eye: "right" | "left",
  points: Points,
): Promise<EyeLook> => {
  // The left eye is shown as a right one: in the mirror.
  const mirror = eye === "right" ? 1 : -1;
  const indices = eye === "right" ? RIGHT_EYE : LEFT_EYE;
  const [x, y] = middle(face.points[indices[0] ?? 0], face.points[indices[4] ?? 0]);
  const window: Window = { x, y, side: side * EYE_SIDE, angle };
  const seen = windowPlanes(image, window, SIDE, "edge");
  const net = await network("face-eye");
  const data = withPose(
    mirror === 1 ? seen : mirrorPlanes(seen, SIDE),
    mirror * face.pose.yaw,
    face.pose.pitch,
  );
  const answers = await net.run({ dims: [1, 5, SIDE, SIDE], data });
  const found = place(
    window,
    outputOf(answers, "points").data,
    outputOf(answers, "sigma").data,
    indices,
    mirror,
  );
  const sigma = meanSigma(found.map(([, point]) => point));
  const clear = sigma < CLEAR * meanSigma(indices.map((index) => face.points[index]));
  for (const [index, point] of found) points.set(index, joined(face.points[index], point));
  const at = (i: number) => points.get(indices[i] ?? 0) ?? NOWHERE;
  // In the mirror the picture's x runs the other way: corners and pupil change sides, and heights stay.
  const under = mirror * underCorners({ outer: at(0), inner: at(4), pupil: at(8) });
  const gaze = outputOf(answers, "gaze").data;
  return {
    clear,
    sigma,
    closed: logistic((outputOf(answers, "shut").data[0] ?? 0) + SHUT_LEANING),
    yaw: mirror * (gaze[0] ?? 0) * DEGREES,
    pitch: pitchWithIris((gaze[1] ?? 0) * DEGREES, under, face.pose.pitch),
  };
};

const lookAtMouth = async (
  image: RgbImage,
  face: FaceLandmarks,
  side: number,
  angle: number,
  points: Points,
): Promise<void> => {
  const [x, y] = middle(face.points[76], face.points[82]);
  const window: Window = { x, y, side: side * MOUTH_SIDE, angle };
  const net = await network("face-mouth");
  const answers = await net.run({
    dims: [1, 3, SIDE, SIDE],
    data: windowPlanes(image, window, SIDE, "edge"),
  });
  const found = place(window, outputOf(answers, "points").data, outputOf(answers, "sigma").data, MOUTH, 1);
  // Not joined with the first answer: that has the corners where the outermost red ends, this one where the lips meet.
  const [dx, dy] = fromWindow({ ...window, x: 0, y: 0 }, 0, MOUTH_AT_REST);
  for (const [index, point] of found)
    points.set(index, onLine(index) ? { ...point, x: point.x - dx, y: point.y - dy } : point);
};

/** Relative to the head, from the eyes seen clearly, each as heavy as it is sure. */
const gazeOf = (eyes: readonly EyeLook[], { gaze, pose }: FaceLandmarks): FaceLandmarks["gaze"] => {
  const seen = eyes.filter(({ clear }) => clear);
  if (seen.length === 0) return gaze;
  const weights = seen.map(({ sigma }) => 1 / sigma ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (pick: (eye: EyeLook) => number) =>
    seen.reduce((sum, eye, i) => sum + pick(eye) * (weights[i] ?? 0), 0) / total;
  return { yaw: mean((eye) => eye.yaw) - pose.yaw, pitch: mean((eye) => eye.pitch) - pose.pitch };
};

/** Half of what two eyes seen clearly say differently; one eye alone says nothing of it. */
const gazeApart = (one: EyeLook, other: EyeLook): Pick<AnswersApart, "gaze"> =>
  one.clear && other.clear ? { gaze: Math.hypot(one.yaw - other.yaw, one.pitch - other.pitch) / 2 } : {};

let installed: boolean | undefined;
const canLook = (): boolean =>
  (installed ??= ["face-eye", "face-mouth"].every((name) => networks().some((one) => one.name === name)));

/** What the closer look changes; `side`: of the face's window, picture pixels; `angle`: its turn. */
export const lookCloser = async (
  image: RgbImage,
  face: FaceLandmarks,
  { side, angle }: Window,
): Promise<Pick<FaceLandmarks, "points" | "eyeClosed" | "gaze" | "apart">> => {
  if (!canLook() || Math.abs(face.pose.yaw) > TURNED) return face;
  const points: Points = new Map();
  const right = await lookAtEye(image, face, side, angle, "right", points);
  const left = await lookAtEye(image, face, side, angle, "left", points);
  await lookAtMouth(image, face, side, angle, points);
  return {
    points: face.points.map((point, i) => points.get(i) ?? point),
    eyeClosed: {
      right: right.clear ? right.closed : face.eyeClosed.right,
      left: left.clear ? left.closed : face.eyeClosed.left,
    },
    gaze: gazeOf([right, left], face),
    ...(face.apart === undefined ? {} : { apart: { ...face.apart, ...gazeApart(right, left) } }),
  };
};
