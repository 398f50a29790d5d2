/** Windows on a part of a face, and the points that a network finds in one. */
import { outputOf, type Tensor } from "../../onnx.ts";
import type { FacePoint } from "./net-answer.ts";
import { fromWindow, type Window } from "./net-window.ts";

/** Pixels a side of what face-eye and face-mouth are shown. */
export const PATCH_SIDE = 64;

/** Points of the face by their number. */
export type Found = readonly (readonly [number, FacePoint])[];

export const middle = (a: FacePoint | undefined, b: FacePoint | undefined): readonly [number, number] => [
  ((a?.x ?? 0) + (b?.x ?? 0)) / 2,
  ((a?.y ?? 0) + (b?.y ?? 0)) / 2,
];

/** The outputs `points` and `sigma` of a window, in the picture; `mirror` -1: the window was shown in the mirror. */
export const placed = (
  window: Window,
  answers: ReadonlyMap<string, Tensor>,
  indices: readonly number[],
  mirror: 1 | -1,
): Found => {
  const [points, sigma] = [outputOf(answers, "points").data, outputOf(answers, "sigma").data];
  return indices.map((index, i) => {
    const [x, y] = fromWindow(window, mirror * (points[2 * i] ?? 0), points[2 * i + 1] ?? 0);
    const spread = Math.exp(Math.min(1, Math.max(-6, sigma[i] ?? 0)));
    return [index, { x, y, sigma: spread * (window.side / 2) }];
  });
};
