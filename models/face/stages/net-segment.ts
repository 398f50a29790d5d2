/** Stage: what each part of the picture around a face is. Own network on an upright window around the points. */
import type { RgbImage } from "../../../api/words/sample.ts";
import { network, outputOf } from "../../onnx.ts";
import type { FaceLandmarks } from "./net-answer.ts";
import { windowPlanes, type Window } from "./net-window.ts";

/** Order of the network's answers. Beards count as hair; eyes, brows, lips and teeth as skin. */
export const PARTS = [
  "background",
  "skin",
  "hair",
  "covering",
  "glasses-frame",
  "lens",
  "occluder",
  "clothing",
] as const;
export type Part = (typeof PARTS)[number];

export interface FaceParts {
  readonly window: Window;
  /** Cells a side; cell (0, 0) is the window's upper left. */
  readonly cells: number;
  /** Index into PARTS for each cell, row-major. */
  readonly part: Uint8Array;
}

const SIDE = 192;
const CELLS = 192;
/** Side of the window over the points' box, and how far it is moved up, in sides; as in training. */
const MARGIN = 2.1;
const RISE = 0.1;

const windowOf = (face: FaceLandmarks): Window => {
  const xs = face.points.map((p) => p.x);
  const ys = face.points.map((p) => p.y);
  const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const side = Math.max(x1 - x0, y1 - y0) * MARGIN;
  const angle = (-face.pose.roll * Math.PI) / 180;
  return {
    x: (x0 + x1) / 2 + Math.sin(angle) * RISE * side,
    y: (y0 + y1) / 2 - Math.cos(angle) * RISE * side,
    side,
    angle,
  };
};

/** The most likely part of every cell around a face. */
export const segmentFace = async (image: RgbImage, face: FaceLandmarks): Promise<FaceParts> => {
  const window = windowOf(face);
  const net = await network("face-segment");
  const answers = await net.run({
    dims: [1, 3, SIDE, SIDE],
    data: windowPlanes(image, window, SIDE, "edge"),
  });
  const scores = outputOf(answers, "classes").data;
  const cells = CELLS * CELLS;
  const part = new Uint8Array(cells);
  const best = scores.slice(0, cells);
  for (let k = 1; k < PARTS.length; k++)
    for (let cell = 0, at = k * cells; cell < cells; cell++, at++) {
      const score = scores[at] ?? 0;
      if (score <= (best[cell] ?? 0)) continue;
      best[cell] = score;
      part[cell] = k;
    }
  return { window, cells: CELLS, part };
};

/** The part at a picture position; undefined outside the window. */
export const partAt = (parts: FaceParts, x: number, y: number): Part | undefined => {
  const { window, cells } = parts;
  const dx = x - window.x;
  const dy = y - window.y;
  const cos = Math.cos(window.angle);
  const sin = Math.sin(window.angle);
  const column = Math.floor(((dx * cos + dy * sin) / window.side + 0.5) * cells);
  const row = Math.floor(((-dx * sin + dy * cos) / window.side + 0.5) * cells);
  if (column < 0 || row < 0 || column >= cells || row >= cells) return undefined;
  return PARTS[parts.part[row * cells + column] ?? 0];
};
