/** Stage: 98 points with their uncertainty, pose, and the state of eyes and mouth, of one face. Own network,
 * run on the detector's box, then on an upright window around the first answer and on that window's mirror image; then
 * eyes and mouth are looked at more closely, and what that leaves undecided once more. */
import type { RgbImage } from "../../../api/words/sample.ts";
import { network, outputOf } from "../../onnx.ts";
import { SHUT_LEANING } from "../../params/face.ts";
import { levelledEyes } from "./eye-line.ts";
import type { DetectedFace } from "./net-boxes.ts";
import type { FaceLandmarks, FacePoint } from "./net-answer.ts";
import { seeCloser, seeEyesAgain, withCloser } from "./net-patches.ts";
import { meanFace, mirrorFace, mirrorPlanes, type RawFace } from "./net-mirror.ts";
import { meanLandmarks, nearGazeLimit } from "./second-look.ts";
import { settledFace, settledShare } from "./net-settled.ts";
import { fromWindow, windowPlanes, type Window } from "./net-window.ts";

const SIDE = 128;
const POINTS = 98;
/** Side of the window over the longer side of the points' box, as in training. */
const MARGIN = 1.3;
const DEGREES = 180 / Math.PI;
/** Sides, over the first one's, of two more windows on a face whose eyes lie behind something. Chosen on 450 rendered people with dark
 * glasses whom nobody trained on (seed 975): eye centres 2.42 to 2.36 %. */
const WIDER_AND_NARROWER = [1.12, 0.92] as const;

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Angles of R = Ry(yaw) Rx(pitch) Rz(roll), row-major, after turning the window's picture back. */
const anglesOf = (r: Float32Array, angle: number): FaceLandmarks["pose"] => {
  const at = (i: number) => r[i] ?? 0;
  const cos = Math.cos(-angle);
  const sin = Math.sin(-angle);
  const turned = (column: number): readonly [number, number, number] => [
    cos * at(column) - sin * at(3 + column),
    sin * at(column) + cos * at(3 + column),
    at(6 + column),
  ];
  const right = turned(0);
  const up = turned(1);
  const ahead = turned(2);
  return {
    yaw: Math.atan2(ahead[0], ahead[2]) * DEGREES,
    pitch: Math.asin(Math.min(1, Math.max(-1, -ahead[1]))) * DEGREES,
    roll: Math.atan2(right[1], up[1]) * DEGREES,
  };
};

const answer = async (planes: Float32Array): Promise<RawFace> => {
  const net = await network("face-landmarks");
  const answers = await net.run({ dims: [1, 3, SIDE, SIDE], data: planes });
  return {
    points: outputOf(answers, "points").data,
    sigma: outputOf(answers, "sigma").data,
    rotation: outputOf(answers, "rotation").data,
    state: outputOf(answers, "state").data,
  };
};

type Place = readonly [number, number];
const gap = (a: Place, b: Place): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const safe = (length: number): number => Math.max(1e-6, length);

/** Openings are measured between points: lids 62-66 and 70-74, inner lips 90-94. */
const openings = (points: readonly FacePoint[]): Pick<FaceLandmarks, "eyeOpening" | "mouthOpening"> => {
  const at = (i: number): Place => [points[i]?.x ?? 0, points[i]?.y ?? 0];
  const [a, b, c, d] = [at(60), at(64), at(68), at(72)];
  const eyes = [(a[0] + b[0] + c[0] + d[0]) / 4, (a[1] + b[1] + c[1] + d[1]) / 4] as const;
  return {
    eyeOpening: { right: gap(at(62), at(66)) / safe(gap(a, b)), left: gap(at(70), at(74)) / safe(gap(c, d)) },
    mouthOpening: gap(at(90), at(94)) / safe(gap(eyes, at(16))),
  };
};

/** Expected error of a point, over half the window's side. */
const errorOf = (raw: RawFace, i: number): number => Math.exp(Math.min(1, Math.max(-6, raw.sigma[i] ?? 0)));

const inPicture = (raw: RawFace, window: Window): FaceLandmarks => {
  const number = (i: number) => raw.state[i] ?? 0;
  const points = Array.from({ length: POINTS }, (_, i) => {
    const [x, y] = fromWindow(window, raw.points[2 * i] ?? 0, raw.points[2 * i + 1] ?? 0);
    return { x, y, sigma: errorOf(raw, i) * (window.side / 2) };
  });
  return {
    points,
    pose: anglesOf(raw.rotation, window.angle),
    ...openings(points),
    eyeClosed: { right: logistic(number(3) + SHUT_LEANING), left: logistic(number(4) + SHUT_LEANING) },
    gaze: { yaw: number(5) * 30, pitch: number(6) * 30 },
  };
};

const poseApart = (one: RawFace, other: RawFace, { angle }: Window): number => {
  const [a, b] = [anglesOf(one.rotation, angle), anglesOf(other.rotation, angle)];
  return Math.hypot(a.yaw - b.yaw, a.pitch - b.pitch) / 2;
};

/** Upright window around points already found: turned with the roll, centred on the points' box. */
const windowAround = (face: FaceLandmarks): Window => {
  const xs = face.points.map((p) => p.x);
  const ys = face.points.map((p) => p.y);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return {
    x: (x0 + x1) / 2,
    y: (y0 + y1) / 2,
    side: Math.max(x1 - x0, y1 - y0) * MARGIN,
    angle: -face.pose.roll / DEGREES,
  };
};

/** The square around a detector's box that is looked at first; turned by `angle` about its centre. */
export const windowOn = ([x, y, w, h]: DetectedFace["box"], angle = 0): Window => ({
  x: x + w / 2,
  y: y + h / 2,
  side: Math.max(w, h) * MARGIN,
  angle,
});

/** One look: how far off the points are expected to lie, median, over half the window's side. Large where no face is. */
export const pointSpread = async (image: RgbImage, window: Window): Promise<number> => {
  const raw = await answer(windowPlanes(image, window, SIDE, "edge"));
  const errors = Array.from({ length: POINTS }, (_, i) => errorOf(raw, i)).toSorted((a, b) => a - b);
  return settledShare(errors[POINTS / 2] ?? Number.POSITIVE_INFINITY);
};

/** Window and mirror image, settled. */
const lookAtFace = async (image: RgbImage, window: Window): Promise<FaceLandmarks> => {
  const planes = windowPlanes(image, window, SIDE, "edge");
  const plain = await answer(planes);
  const mirrored = mirrorFace(await answer(mirrorPlanes(planes, SIDE)));
  const apart = { pose: poseApart(plain, mirrored, window) };
  return settledFace({ ...inPicture(meanFace(plain, mirrored), window), apart }, window.side);
};

/** The same face in its window, in a wider and in a narrower one: the mean of the three. */
const lookAround = async (image: RgbImage, face: FaceLandmarks, window: Window): Promise<FaceLandmarks> => {
  const all: [FaceLandmarks, ...FaceLandmarks[]] = [face];
  for (const scale of WIDER_AND_NARROWER)
    all.push(await lookAtFace(image, { ...window, side: window.side * scale }));
  return meanLandmarks(all);
};

/** The face with its eyes and mouth seen closer; what the first closer look leaves undecided is looked at again. */
const lookCloser = async (image: RgbImage, face: FaceLandmarks, window: Window): Promise<FaceLandmarks> => {
  const seen = await seeCloser(image, face, window);
  if (seen === undefined) return face;
  const once = withCloser(face, seen);
  if (once.clear) {
    if (!nearGazeLimit(settledFace(once.face, window.side))) return once.face;
    return withCloser(face, await seeEyesAgain(image, face, window, seen)).face;
  }
  const around = await lookAround(image, face, window);
  const anew = await seeCloser(image, around, window);
  if (anew === undefined) return around;
  return withCloser(around, await seeEyesAgain(image, around, window, anew)).face;
};

/** Points, pose and state of the face in a box. The box may be rough by a fifth of its size. */
export const locateLandmarks = async (image: RgbImage, box: DetectedFace["box"]): Promise<FaceLandmarks> => {
  const rough = windowOn(box);
  const first = inPicture(await answer(windowPlanes(image, rough, SIDE, "edge")), rough);
  const window = windowAround(settledFace(first, rough.side));
  const face = await lookCloser(image, await lookAtFace(image, window), window);
  const settled = settledFace({ ...face, points: levelledEyes(face) }, window.side);
  return { ...settled, ...openings(settled.points) };
};
