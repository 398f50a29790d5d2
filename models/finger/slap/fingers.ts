/** Single fingers of an upright hand: columns of cells, each cut at its first crease. */
import { CELL_MM, SLAP } from "./params.ts";
import { columnCounts, type Cells } from "./turn.ts";

/** In the upright frame, in cells, relative to the picture's middle. */
export interface Blob {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Covered cells. */
  readonly cells: number;
  /** Millimetres along which its left and right side run through ridges: fingers that touch a little, a wrong turn much. */
  readonly cut: number;
}

interface Run {
  readonly from: number;
  readonly to: number;
}

const runsAbove = (counts: Float32Array, limit: number): Run[] => {
  const runs: Run[] = [];
  let from: number | undefined;
  for (let k = 0; k <= counts.length; k += 1) {
    const inside = k < counts.length && (counts[k] as number) >= limit;
    if (inside) from ??= k;
    else if (from !== undefined) {
      runs.push({ from, to: k });
      from = undefined;
    }
  }
  return runs;
};

/** A run too wide for one finger is cut where it is thinnest, near the middle of each share. */
const splitWide = (counts: Float32Array, run: Run): Run[] => {
  const width = (run.to - run.from) * CELL_MM;
  if (width <= SLAP.widest) return [run];
  const parts = Math.max(2, Math.round(width / SLAP.usualWidth));
  const share = (run.to - run.from) / parts;
  const cuts = [run.from];
  for (let part = 1; part < parts; part += 1) {
    const middle = run.from + part * share;
    let cut = Math.round(middle);
    for (let k = Math.round(middle - share / 3); k <= middle + share / 3; k += 1)
      if ((counts[k] ?? 0) < (counts[cut] ?? 0)) cut = k;
    cuts.push(cut);
  }
  cuts.push(run.to);
  return cuts.slice(1).map((to, k) => ({ from: cuts[k] ?? run.from, to }));
};

/** Millimetres of ridges along one side, between the finger's tip and its crease, beyond what a round finger has there. */
const cutAlong = (cells: Cells, side: number, top: number, bottom: number): number => {
  let count = 0;
  for (let i = 0; i < cells.x.length; i += 1) {
    const y = cells.y[i] as number;
    if (y >= top && y < bottom && Math.abs((cells.x[i] as number) - side) < 0.5) count += 1;
  }
  return Math.max(0, count * CELL_MM - SLAP.round);
};

/** Rows of one column of cells from the tip down to the crease. */
const cutAtCrease = (cells: Cells, left: number, right: number): Blob | undefined => {
  const inside: number[] = [];
  for (let i = 0; i < cells.x.length; i += 1)
    if ((cells.x[i] as number) >= left && (cells.x[i] as number) < right) inside.push(cells.y[i] as number);
  if (inside.length * CELL_MM * CELL_MM < SLAP.leastArea) return undefined;
  const first = Math.floor(inside.reduce((low, y) => Math.min(low, y), Number.POSITIVE_INFINITY));
  const rows = new Float32Array(1 + Math.ceil(inside.reduce((high, y) => Math.max(high, y), first) - first));
  for (const y of inside) rows[Math.floor(y - first)] = (rows[Math.floor(y - first)] as number) + 1;
  const enough = SLAP.crease * Math.min(right - left, SLAP.usualWidth / CELL_MM);
  let top = rows.findIndex((count) => count >= enough);
  if (top < 0) return undefined;
  const limit = Math.min(rows.length, top + Math.round(SLAP.longest / CELL_MM));
  let bottom = top;
  while (bottom < limit && ((rows[bottom] as number) >= enough || (bottom - top) * CELL_MM < SLAP.shortest))
    bottom += 1;
  top = Math.max(0, top - 2);
  const kept = rows.subarray(top, bottom).reduce((sum, count) => sum + count, 0);
  if (kept * CELL_MM * CELL_MM < SLAP.leastArea) return undefined;
  const place = { left, right, top: first + top, bottom: first + bottom };
  const cut = (side: number) => cutAlong(cells, side, place.top, place.bottom);
  return { ...place, cells: kept, cut: cut(left) + cut(right) };
};

/** From left to right. */
export const findFingers = (cells: Cells): readonly Blob[] => {
  if (cells.x.length === 0) return [];
  const { first, counts } = columnCounts(cells);
  const fullest = counts.reduce((most, count) => Math.max(most, count), 0);
  return runsAbove(counts, Math.max(2, SLAP.gap * Math.min(fullest, SLAP.longest / CELL_MM)))
    .flatMap((run) => splitWide(counts, run))
    .filter((run) => (run.to - run.from) * CELL_MM >= SLAP.narrowest)
    .flatMap((run) => cutAtCrease(cells, run.from + first, run.to + first) ?? []);
};
