/** Where in a picture something like the drawn face may be, over places, sizes and rolls. */
import type { Point } from "../../../api/words/units.ts";
import { FINDER } from "../../params/face.ts";
import { cartoonCells, drawingScore, horizontalEdges, logarithm } from "./face-cartoon.ts";
import { shrink } from "./plane.ts";
import type { Plane } from "./plane.ts";
import type { EyeCentres } from "./parts.ts";

export interface Hypothesis {
  readonly eyes: EyeCentres;
  readonly middle: Point;
  /** Between the eyes, in pixels of the searched plane. */
  readonly distance: number;
  readonly score: number;
}

/** Cell offsets of one roll as indices into a plane, and how far they reach. */
const offsets = (width: number, roll: number) => {
  const [sin, cos] = [Math.sin(roll), Math.cos(roll)];
  const reach = { left: 0, right: 0, top: 0, bottom: 0 };
  const cells = cartoonCells().map((cell) => {
    const x = Math.round((cell.u * cos - cell.v * sin) * FINDER.levelDistance);
    const y = Math.round((cell.u * sin + cell.v * cos) * FINDER.levelDistance);
    reach.left = Math.max(reach.left, -x);
    reach.right = Math.max(reach.right, x);
    reach.top = Math.max(reach.top, -y);
    reach.bottom = Math.max(reach.bottom, y);
    return { offset: y * width + x, tone: cell.tone, edge: cell.edge };
  });
  return {
    reach,
    at: Int32Array.from(cells, (cell) => cell.offset),
    tone: Float32Array.from(cells, (cell) => cell.tone),
    edge: Float32Array.from(cells, (cell) => cell.edge),
  };
};

type Visit = (x: number, y: number, score: number) => void;

/** Correlation of the drawing with both planes at every place of one level. */
const search = (log: Plane, edges: Plane, roll: number, visit: Visit) => {
  const { width, height } = log;
  const { reach, at, tone, edge } = offsets(width, roll);
  const n = at.length;
  const [logs, lines] = [log.values, edges.values];
  const ofTones = { with: 0, sum: 0, squares: 0 };
  const ofLines = { with: 0, sum: 0, squares: 0 };
  for (let y = reach.top; y < height - reach.bottom; y += 1)
    for (let x = reach.left; x < width - reach.right; x += 1) {
      const here = y * width + x;
      // One by one: a pattern would make an array at every place.
      let lt = 0;
      let l = 0;
      let ll = 0;
      let et = 0;
      let e = 0;
      let ee = 0;
      for (let i = 0; i < n; i += 1) {
        const index = here + (at[i] as number);
        const lv = logs[index] as number;
        const ev = lines[index] as number;
        lt += lv * (tone[i] as number);
        l += lv;
        ll += lv * lv;
        et += ev * (edge[i] as number);
        e += ev;
        ee += ev * ev;
      }
      ofTones.with = lt;
      ofTones.sum = l;
      ofTones.squares = ll;
      ofLines.with = et;
      ofLines.sum = e;
      ofLines.squares = ee;
      visit(x, y, drawingScore(n, ofTones, ofLines));
    }
};

/** The best first, then others that are elsewhere or of another size. */
export const separate = (all: readonly Hypothesis[], most: number): Hypothesis[] => {
  const kept: Hypothesis[] = [];
  for (const one of all) {
    if (kept.length >= most) break;
    const close = kept.some(
      (other) =>
        Math.hypot(one.middle.x - other.middle.x, one.middle.y - other.middle.y) <
          FINDER.apart * other.distance &&
        Math.abs(Math.log(one.distance / other.distance)) < FINDER.otherSize,
    );
    if (!close) kept.push(one);
  }
  return kept;
};

const hypothesis = (middle: Point, distance: number, roll: number, score: number): Hypothesis => {
  const [dx, dy] = [(Math.cos(roll) * distance) / 2, (Math.sin(roll) * distance) / 2];
  const eyes = {
    right: { x: middle.x - dx, y: middle.y - dy },
    left: { x: middle.x + dx, y: middle.y + dy },
  };
  return { eyes, middle, distance, score };
};

/** One size: the picture is brought to where eyes that far apart are `FINDER.levelDistance` apart. */
const searchSize = (base: Plane, distance: number): Hypothesis[] => {
  const scale = FINDER.levelDistance / distance;
  const level = shrink(base, Math.round(base.width * scale), Math.round(base.height * scale));
  const log = logarithm(level);
  const edges = horizontalEdges(log);
  const found: Hypothesis[] = [];
  for (const roll of FINDER.rolls)
    search(log, edges, roll, (x, y, score) => {
      if (score <= FINDER.hypothesis) return;
      const middle = { x: (x + 0.5) / scale - 0.5, y: (y + 0.5) / scale - 0.5 };
      found.push(hypothesis(middle, distance, roll, score));
    });
  const best = found.sort((a, b) => b.score - a.score).slice(0, FINDER.considered);
  return separate(best, FINDER.ofEachSize);
};

/** Of every size the best places. */
export const searchFaces = (base: Plane): Hypothesis[] => {
  const found: Hypothesis[] = [];
  const largest = Math.min(FINDER.largestDistance * base.height, FINDER.largestDistanceOfWidth * base.width);
  for (let distance = FINDER.smallestDistance * base.height; distance < largest; distance *= FINDER.levelStep)
    found.push(...searchSize(base, distance));
  return found;
};
