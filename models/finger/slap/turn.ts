/** The covered cells of a platen, seen from a hand that is turned. */
import type { CellGrid } from "../plane.ts";

/** Centres of the covered cells, relative to the picture's middle, in cells; y down. */
export interface Cells {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export const coveredCells = (mask: CellGrid): Cells => {
  const x: number[] = [];
  const y: number[] = [];
  for (let at = 0; at < mask.data.length; at += 1) {
    if (mask.data[at] !== 1) continue;
    x.push((at % mask.columns) + 0.5 - mask.columns / 2);
    y.push(Math.floor(at / mask.columns) + 0.5 - mask.rows / 2);
  }
  return { x: Float32Array.from(x), y: Float32Array.from(y) };
};

/** Cells in a frame in which the fingers point up; `degrees` counter-clockwise is the hand's turn. */
export const upright = ({ x, y }: Cells, degrees: number): Cells => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  // Undo a counter-clockwise turn with y down: (c, -s; s, c).
  return {
    x: x.map((value, i) => c * value - s * (y[i] as number)),
    y: y.map((value, i) => s * (x[i] as number) + c * value),
  };
};

/** Cells in each column, shared between the two nearest columns. */
export const columnCounts = (cells: Cells): { readonly first: number; readonly counts: Float32Array } => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of cells.x) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const first = Math.floor(low) - 1;
  const counts = new Float32Array(Math.max(0, Math.ceil(high) - first + 2));
  for (const value of cells.x) {
    const at = Math.floor(value) - first;
    const share = value - Math.floor(value);
    counts[at] = (counts[at] as number) + 1 - share;
    counts[at + 1] = (counts[at + 1] as number) + share;
  }
  return { first, counts };
};
