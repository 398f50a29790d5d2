/**
 * A drawn face, in units of the distance between the eyes, origin between them: where a frontal face is darker
 * or lighter than the skin around (in log luminance, so that the same drawing serves every skin), and where its
 * horizontal edges lie. Drawn by hand from anatomy; nothing here was learned from pictures.
 */
import { FINDER } from "../../params/face.ts";
import { boxMean, plane } from "./plane.ts";
import type { Plane } from "./plane.ts";

interface Spot {
  readonly u: number;
  readonly v: number;
  readonly su: number;
  readonly sv: number;
  readonly tone: number;
  readonly edge: number;
}

const both = (spot: Spot): Spot[] => [spot, { ...spot, u: -spot.u }];

const SPOTS: readonly Spot[] = [
  ...both({ u: 0.5, v: 0, su: 0.19, sv: 0.09, tone: -0.9, edge: 1 }),
  ...both({ u: 0.52, v: -0.33, su: 0.26, sv: 0.08, tone: -0.7, edge: 0.7 }),
  { u: 0, v: 0.25, su: 0.1, sv: 0.4, tone: 0.5, edge: -0.3 },
  ...both({ u: 0.52, v: 0.5, su: 0.2, sv: 0.17, tone: 0.45, edge: -0.5 }),
  ...both({ u: 0.15, v: 0.66, su: 0.1, sv: 0.06, tone: -0.5, edge: 0.5 }),
  { u: 0, v: 1.08, su: 0.27, sv: 0.07, tone: -0.2, edge: 0.9 },
  { u: 0, v: 0.84, su: 0.2, sv: 0.06, tone: 0.15, edge: -0.1 },
  { u: 0, v: 1.5, su: 0.28, sv: 0.13, tone: 0.2, edge: -0.4 },
  { u: 0, v: -0.6, su: 0.45, sv: 0.14, tone: 0.4, edge: -0.5 },
];

/** The drawn face covers u from -1 to 1 and v from -0.75 to 1.75. */
export const CARTOON = { left: -1, top: -0.75, width: 2, height: 2.5, columns: 16, rows: 20 } as const;

/** Of a face, narrowing to the chin and, less, to the forehead. */
const halfWidth = (v: number): number =>
  0.95 - 0.36 * Math.max(0, (v - 0.2) / 1.4) - 0.3 * Math.max(0, -v - 0.3);

export interface Cell {
  readonly u: number;
  readonly v: number;
  readonly tone: number;
  readonly edge: number;
}

/** The drawing on a grid of cells in the shape of an egg: hair and background stay outside. */
const drawCells = (): readonly Cell[] => {
  const cells: Cell[] = [];
  for (let row = 0; row < CARTOON.rows; row += 1)
    for (let column = 0; column < CARTOON.columns; column += 1) {
      const u = CARTOON.left + ((column + 0.5) * CARTOON.width) / CARTOON.columns;
      const v = CARTOON.top + ((row + 0.5) * CARTOON.height) / CARTOON.rows;
      if (Math.abs(u) > halfWidth(v)) continue;
      let tone = 0;
      let edge = 0;
      for (const spot of SPOTS) {
        const near = Math.exp(-0.5 * (((u - spot.u) / spot.su) ** 2 + ((v - spot.v) / spot.sv) ** 2));
        tone += spot.tone * near;
        edge += spot.edge * near;
      }
      cells.push({ u, v, tone, edge });
    }
  const centre = (key: "tone" | "edge"): ((cell: Cell) => number) => {
    const mean = cells.reduce((sum, cell) => sum + cell[key], 0) / cells.length;
    const norm = Math.sqrt(cells.reduce((sum, cell) => sum + (cell[key] - mean) ** 2, 0));
    return (cell) => (cell[key] - mean) / norm;
  };
  const [tone, edge] = [centre("tone"), centre("edge")];
  return cells.map((cell) => ({ u: cell.u, v: cell.v, tone: tone(cell), edge: edge(cell) }));
};

let drawn: readonly Cell[] | undefined;
/** Each of the two drawings has mean 0 and norm 1 over the cells. */
export const cartoonCells = (): readonly Cell[] => (drawn ??= drawCells());

/** Equal ratios of light become equal differences; the offset keeps sensor noise in the dark from counting. */
export const logarithm = (from: Plane): Plane => ({
  ...from,
  values: from.values.map((value) => Math.log(value + FINDER.darkOffset)),
});

/** Strength of horizontal edges, smoothed a little. */
export const horizontalEdges = (from: Plane): Plane => {
  const out = plane(from.width, from.height);
  const { width } = from;
  for (let y = 1; y + 1 < from.height; y += 1)
    for (let x = 0; x < width; x += 1)
      out.values[y * width + x] = Math.abs(
        (from.values[(y + 1) * width + x] ?? 0) - (from.values[(y - 1) * width + x] ?? 0),
      );
  return boxMean(out, 1);
};

export interface Sums {
  with: number;
  sum: number;
  squares: number;
}

/** Weighted correlation with the tones and the edges of the drawing, -1..1, from sums over its n cells. */
export const drawingScore = (n: number, tone: Sums, edge: Sums): number =>
  (FINDER.toneWeight * tone.with) /
    Math.sqrt(Math.max(tone.squares - (tone.sum * tone.sum) / n, FINDER.flat * n)) +
  ((1 - FINDER.toneWeight) * edge.with) /
    Math.sqrt(Math.max(edge.squares - (edge.sum * edge.sum) / n, FINDER.flatEdges * n));
