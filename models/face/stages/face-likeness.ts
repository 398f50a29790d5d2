/** How much the patch that two supposed eyes span looks like a face. */
import { FINDER } from "../../params/face.ts";
import { cartoonCells, drawingScore, horizontalEdges, logarithm } from "./face-cartoon.ts";
import { boxMean, sample, warp } from "./plane.ts";
import type { Plane } from "./plane.ts";
import { fromPairs } from "./similarity.ts";
import type { EyeCentres } from "./parts.ts";

const size = FINDER.patch;
/** Pixels of one eye distance, and where the middle between the eyes lies. */
const UNIT = size * 0.4;
const ORIGIN = { x: size * 0.5 - 0.5, y: size * 0.3 };

/** Upright face patch: the eyes at 30 % and 70 % of its width, brow to chin; log luminance. */
const facePatch = (base: Plane, eyes: EyeCentres): Plane => {
  const toBase = fromPairs(
    [
      { x: ORIGIN.x - UNIT / 2, y: ORIGIN.y },
      { x: ORIGIN.x + UNIT / 2, y: ORIGIN.y },
    ],
    [eyes.right, eyes.left],
  );
  return logarithm(warp(base, size, size, toBase));
};

/** How alike the two halves of the patch are, -1..1, each having had its own lighting taken out. */
const mirrorSymmetry = (log: Plane): number => {
  const mean = boxMean(log, 6);
  const flat = log.values.map((value, i) => value - (mean.values[i] ?? 0));
  let [ab, aa] = [0, 0];
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const a = flat[y * size + x] ?? 0;
      ab += a * (flat[y * size + size - 1 - x] ?? 0);
      aa += a * a;
    }
  return aa === 0 ? 0 : ab / aa;
};

/** Mean of a box of the patch, given in eye distances from the middle between the eyes. */
const boxOfPatch = (log: Plane, u: number, v: number, halfWidth: number, halfHeight: number): number => {
  const [cx, cy] = [ORIGIN.x + u * UNIT, ORIGIN.y + v * UNIT];
  let [sum, count] = [0, 0];
  for (let y = Math.round(cy - halfHeight * UNIT); y <= cy + halfHeight * UNIT; y += 1)
    for (let x = Math.round(cx - halfWidth * UNIT); x <= cx + halfWidth * UNIT; x += 1) {
      sum += sample(log, x, y);
      count += 1;
    }
  return sum / count;
};

/** By how much (in log luminance) the fainter of the two eyes is darker than its cheek and than the bridge. */
const eyeContrast = (log: Plane): number => {
  const bridge = boxOfPatch(log, 0, 0.05, 0.08, 0.12);
  const side = (sign: 1 | -1): number => {
    const iris = boxOfPatch(log, 0.5 * sign, 0, 0.09, 0.04);
    return Math.min(boxOfPatch(log, 0.5 * sign, 0.42, 0.15, 0.08), bridge) - iris;
  };
  return Math.min(side(1), side(-1));
};

/** The drawing laid over a patch, finer than the search does it. */
const patchDrawing = (log: Plane): number => {
  const edges = horizontalEdges(log);
  const tone = { with: 0, sum: 0, squares: 0 };
  const edge = { with: 0, sum: 0, squares: 0 };
  const cells = cartoonCells();
  for (const cell of cells) {
    const x = ORIGIN.x + cell.u * UNIT;
    const y = ORIGIN.y + cell.v * UNIT;
    const t = sample(log, x, y);
    const e = sample(edges, x, y);
    tone.with += t * cell.tone;
    tone.sum += t;
    tone.squares += t * t;
    edge.with += e * cell.edge;
    edge.sum += e;
    edge.squares += e * e;
  }
  return drawingScore(cells.length, tone, edge);
};

export interface Likeness {
  /** Weighted sum; about 0.5 on clutter, 0.7 to 1 on faces. */
  readonly score: number;
  /** Correlation with the drawing alone, -1..1. */
  readonly drawing: number;
}

export const likeness = (base: Plane, eyes: EyeCentres): Likeness => {
  const log = facePatch(base, eyes);
  const weights = FINDER.weights;
  const distance = Math.hypot(eyes.left.x - eyes.right.x, eyes.left.y - eyes.right.y);
  const drawing = patchDrawing(log);
  const score =
    weights.drawing * drawing +
    weights.symmetry * Math.max(0, mirrorSymmetry(log)) +
    weights.eyes * Math.tanh(Math.max(0, eyeContrast(log)) / FINDER.clearEyes) +
    // The applicant is the nearest person, and parts of a face are smaller than the face.
    weights.larger * Math.log(distance / base.height / FINDER.smallestDistance);
  return { score, drawing };
};
