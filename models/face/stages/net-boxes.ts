/** Where faces may be. Own network; a face's box is the box of its 98 points (brows to chin, jaw to jaw). */
import type { RgbImage } from "../../../api/words/sample.ts";
import { network, outputOf, type Tensor } from "../../onnx.ts";
import { settledBox } from "./net-settled.ts";
import { windowPlanes, type Window } from "./net-window.ts";

export interface DetectedFace {
  /** x, y, width, height in picture pixels; may reach beyond the picture. */
  readonly box: readonly [number, number, number, number];
  /** 0..1. */
  readonly confidence: number;
}

export const SIDE = 160;
const STRIDES = [8, 16, 32] as const;
/** From here on a box is more likely a face than not. */
export const LIKELY = 0.5;
const OVERLAP = 0.4;
/** Boxes kept for comparison with each other, so that a hostile picture costs bounded time. */
const MOST = 200;

/** Intersection over union of two boxes. */
export const overlap = (a: DetectedFace["box"], b: DetectedFace["box"]): number => {
  const w = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const h = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return w <= 0 || h <= 0 ? 0 : (w * h) / (a[2] * a[3] + b[2] * b[3] - w * h);
};

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

const readGrid = (tensor: Tensor, stride: number, window: Window, least: number): DetectedFace[] => {
  const scale = window.side / SIDE;
  const rows = tensor.dims[2] ?? 0;
  const columns = tensor.dims[3] ?? 0;
  const cells = rows * columns;
  const found: DetectedFace[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const confidence = logistic(tensor.data[cell] ?? 0);
    if (confidence < least) continue;
    const away = (k: number) =>
      Math.exp(Math.min(4, Math.max(-4, tensor.data[cells * k + cell] ?? 0))) * stride;
    const x = ((cell % columns) + 0.5) * stride;
    const y = (Math.floor(cell / columns) + 0.5) * stride;
    const left = x - away(1);
    const top = y - away(2);
    const corner = (v: number, middle: number) => (v - SIDE / 2) * scale + middle;
    found.push({
      box: [
        corner(left, window.x),
        corner(top, window.y),
        (x + away(3) - left) * scale,
        (y + away(4) - top) * scale,
      ],
      confidence,
    });
  }
  return found;
};

/** Best first; what overlaps a better one is dropped. */
export const strongest = (faces: readonly DetectedFace[]): DetectedFace[] => {
  const kept: DetectedFace[] = [];
  for (const face of faces.toSorted((a, b) => b.confidence - a.confidence).slice(0, MOST))
    if (kept.every((other) => overlap(face.box, other.box) < OVERLAP)) kept.push(face);
  return kept;
};

/** Faces of `least` confidence and more in a square window of a picture, black beyond it; boxes lie as the window does, about its centre. */
export const facesIn = async (
  image: RgbImage,
  window: Window,
  least = LIKELY,
): Promise<readonly DetectedFace[]> => {
  const data = windowPlanes(image, window, SIDE, "black");
  const detector = await network("face-detect");
  const answers = await detector.run({ dims: [1, 3, SIDE, SIDE], data });
  return strongest(
    STRIDES.flatMap((stride) => readGrid(outputOf(answers, `grid${stride}`), stride, window, least)),
  ).map(settledBox);
};
