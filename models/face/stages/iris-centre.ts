/**
 * Where most gradients of a patch point away from: the centre of a dark disc. (The method of means of gradients:
 * at the centre of a circle the direction to every edge pixel is parallel to the gradient there.)
 */
import type { Point } from "../../../api/words/units.ts";
import { IRIS } from "../../params/face.ts";
import { boxMean } from "./plane.ts";
import type { Plane } from "./plane.ts";

interface Edges {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Unit gradient. */
  readonly gx: Float32Array;
  readonly gy: Float32Array;
  readonly weight: Float32Array;
}

/** The strongest gradients; horizontal ones count more, for lids and lashes make the vertical ones. */
const strongEdges = ({ width, height, values }: Plane): Edges => {
  const all = [];
  for (let y = 1; y + 1 < height; y += 1)
    for (let x = 1; x + 1 < width; x += 1) {
      const gx = (values[y * width + x + 1] ?? 0) - (values[y * width + x - 1] ?? 0);
      const gy = (values[(y + 1) * width + x] ?? 0) - (values[(y - 1) * width + x] ?? 0);
      const strength = Math.hypot(gx, gy);
      if (strength > 0) all.push({ x, y, gx: gx / strength, gy: gy / strength, strength });
    }
  const kept = all.sort((a, b) => b.strength - a.strength).slice(0, Math.floor(all.length * IRIS.strongest));
  return {
    count: kept.length,
    x: Float32Array.from(kept, (edge) => edge.x),
    y: Float32Array.from(kept, (edge) => edge.y),
    gx: Float32Array.from(kept, (edge) => edge.gx),
    gy: Float32Array.from(kept, (edge) => edge.gy),
    weight: Float32Array.from(kept, (edge) => Math.abs(edge.gx) * Math.sqrt(edge.strength)),
  };
};

const votes = (edges: Edges, x: number, y: number): number => {
  let sum = 0;
  for (let i = 0; i < edges.count; i += 1) {
    const dx = (edges.x[i] ?? 0) - x;
    const dy = (edges.y[i] ?? 0) - y;
    const squared = dx * dx + dy * dy;
    if (squared < IRIS.innerRadius ** 2 || squared > IRIS.outerRadius ** 2) continue;
    const along = dx * (edges.gx[i] ?? 0) + dy * (edges.gy[i] ?? 0);
    if (along > 0) sum += ((along * along) / squared) ** 2 * (edges.weight[i] ?? 0);
  }
  return sum;
};

/** In pixels of the patch, which shows one upright eye near its middle. */
export const irisCentre = (patch: Plane): Point => {
  const edges = strongEdges(boxMean(patch, 1));
  const dark = boxMean(patch, IRIS.darkRadius);
  const brightest = dark.values.reduce((most, value) => Math.max(most, value), 1);
  const [middleX, middleY] = [(patch.width - 1) / 2, (patch.height - 1) / 2];
  let best = { x: middleX, y: middleY, score: -Infinity };
  const consider = (x: number, y: number) => {
    const darkness = 1 - (dark.values[y * patch.width + x] ?? 0) / brightest;
    const far = ((x - middleX) / IRIS.spreadX) ** 2 + ((y - middleY) / IRIS.spreadY) ** 2;
    const score = votes(edges, x, y) * (0.2 + darkness) * Math.exp(-0.5 * far);
    if (score > best.score) best = { x, y, score };
  };
  // Every other pixel, then the neighbours of the best.
  for (let y = IRIS.margin; y < patch.height - IRIS.margin; y += 2)
    for (let x = IRIS.margin; x < patch.width - IRIS.margin; x += 2) consider(x, y);
  const { x: coarseX, y: coarseY } = best;
  for (let y = coarseY - 1; y <= coarseY + 1; y += 1)
    for (let x = coarseX - 1; x <= coarseX + 1; x += 1) consider(x, y);
  return { x: best.x, y: best.y };
};
