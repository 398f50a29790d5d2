/** Stage: what each part of the picture around a face is. Own network on an upright window around the points. */
import type { RgbImage } from "../../../api/words/sample.ts";
import { network, outputOf } from "../../onnx.ts";
import { between, eyesOfLandmarks } from "./geometry.ts";
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
  /** The parts, had the network thought those likelier by so much (added to the logarithms of their odds). */
  readonly leaning: (towards: readonly Part[], by: number) => Uint8Array;
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

/** The finer window: its side over the wide one's, and how far it lies from the wide one's middle towards the eyes. Chosen on
 * rendered people of the training sets. */
const FINE = 0.72;
const TOWARDS_EYES = 0.6;

/** A smaller window on eyes, brows and forehead: rims of glasses are a pixel or two wide in the wide one. */
const finerWindow = (wide: Window, face: FaceLandmarks): Window => {
  const eyes = eyesOfLandmarks(face);
  const middle = between(eyes.left, eyes.right);
  return {
    x: wide.x + TOWARDS_EYES * (middle.x - wide.x),
    y: wide.y + TOWARDS_EYES * (middle.y - wide.y),
    side: wide.side * FINE,
    angle: wide.angle,
  };
};

const scoresIn = async (image: RgbImage, window: Window): Promise<Float32Array> => {
  const net = await network("face-segment");
  const answers = await net.run({
    dims: [1, 3, SIDE, SIDE],
    data: windowPlanes(image, window, SIDE, "edge"),
  });
  return outputOf(answers, "classes").data;
};

/** The network answers for every second row and column in planes of their own: four of HALF x HALF for each part. */
const HALF = CELLS / 2;
const columnAt = (x: number): number => (x % 2) * HALF ** 2 + Math.floor(x / 2);
const rowAt = (y: number): number => (y % 2) * 2 * HALF ** 2 + Math.floor(y / 2) * HALF;
const COLUMNS = Int32Array.from({ length: CELLS }, (_, x) => columnAt(x));

/**
 * Which row or column of the finer answer lies under the middle of each wide cell, -1 where it does not reach; both windows
 * are turned alike. `shift`: of the finer window's middle, along that side, picture pixels.
 */
const placesUnder = (side: number, shift: number): readonly number[] =>
  Array.from({ length: CELLS }, (_, i) => {
    const place = Math.floor((((i + 0.5) / CELLS - 0.5 - shift / side) / FINE + 0.5) * CELLS);
    return place < 0 || place >= CELLS ? -1 : place;
  });

/**
 * One row of scores, part after part: where the finer window looks, each is the mean of both answers. `row`, `under`: where
 * the row lies in the wide answer and in the finer one, `columns`: where each column lies in its row of that; -1: nowhere.
 */
const joinRow = (
  joined: Float32Array,
  wide: Float32Array,
  row: number,
  fine: Float32Array,
  under: number,
  columns: Int32Array,
): void => {
  for (let k = 0, part = 0; k < PARTS.length; k++, part += CELLS ** 2)
    for (let x = 0; x < CELLS; x++) {
      const score = wide[part + row + (COLUMNS[x] ?? 0)] ?? 0;
      const column = columns[x] ?? -1;
      joined[k * CELLS + x] =
        under < 0 || column < 0 ? score : (score + (fine[part + under + column] ?? 0)) / 2;
    }
};

const [FRAME, LENS] = [PARTS.indexOf("glasses-frame"), PARTS.indexOf("lens")];

/** Glasses where frame and lens together are likelier than all else; then the most likely part of those that are left. */
const likeliest = (scores: Float32Array, cell: number, cells: number): number => {
  const frame = scores[FRAME * cells + cell] ?? 0;
  const lens = scores[LENS * cells + cell] ?? 0;
  const glasses = frame > lens ? FRAME : LENS;
  let other = 0;
  let top = scores[cell] ?? 0;
  for (let k = 1; k < PARTS.length; k++) {
    const score = scores[k * cells + cell] ?? 0;
    if (k === FRAME || k === LENS || score <= top) continue;
    other = k;
    top = score;
  }
  // Two parts weigh at most twice the likelier one: mostly that one decides.
  if (Math.max(frame, lens) + Math.LN2 < top) return other;
  let others = 0;
  for (let k = 0; k < PARTS.length; k++)
    if (k !== FRAME && k !== LENS) others += Math.exp((scores[k * cells + cell] ?? 0) - top);
  return Math.exp(frame - top) + Math.exp(lens - top) > others ? glasses : other;
};

const likeliestInRow = (part: Uint8Array, first: number, scores: Float32Array): void => {
  for (let x = 0; x < CELLS; x++) part[first + x] = likeliest(scores, x, CELLS);
};

/** What was answered for the wide window and for the finer one in it. */
interface Answers {
  readonly window: Window;
  readonly finer: Window;
  readonly wide: Float32Array;
  readonly fine: Float32Array;
}

/** The likeliest part of every cell; `by` is added to the scores (logarithms of odds) of the parts `towards`. */
const partsOf = (
  { window, finer, wide, fine }: Answers,
  towards: readonly Part[] = [],
  by = 0,
): Uint8Array => {
  const [dx, dy] = [finer.x - window.x, finer.y - window.y];
  const [cos, sin] = [Math.cos(window.angle), Math.sin(window.angle)];
  const columns = Int32Array.from(placesUnder(window.side, dx * cos + dy * sin), (x) =>
    x < 0 ? x : columnAt(x),
  );
  const scores = new Float32Array(PARTS.length * CELLS);
  const part = new Uint8Array(CELLS * CELLS);
  placesUnder(window.side, -dx * sin + dy * cos).forEach((row, y) => {
    joinRow(scores, wide, rowAt(y), fine, row < 0 ? row : rowAt(row), columns);
    for (const name of towards) {
      const first = PARTS.indexOf(name) * CELLS;
      for (let at = first; at < first + CELLS; at++) scores[at] = (scores[at] ?? 0) + by;
    }
    likeliestInRow(part, y * CELLS, scores);
  });
  return part;
};

/** The most likely part of every cell around a face; the network looks twice, the second time more closely. */
export const segmentFace = async (image: RgbImage, face: FaceLandmarks): Promise<FaceParts> => {
  const window = windowOf(face);
  const finer = finerWindow(window, face);
  const wide = await scoresIn(image, window);
  const fine = await scoresIn(image, finer);
  const answers = { window, finer, wide, fine };
  return {
    window,
    cells: CELLS,
    part: partsOf(answers),
    leaning: (towards, by) => partsOf(answers, towards, by),
  };
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
