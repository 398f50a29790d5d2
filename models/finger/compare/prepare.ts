/** A template in the form that comparison wants: arrays at 500 ppi and a table of neighbouring pairs. */
import type { FingerTemplate } from "../../../api/words/finger.ts";
import { FEATURE_PPI } from "../input.ts";
import { COMPARE } from "./params.ts";

export interface Prepared {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Radians in the picture's own sense: y down, clockwise positive. */
  readonly angle: Float32Array;
  readonly kind: Uint8Array;
  readonly pairs: PairTable;
  readonly places: Places;
}

/** For each square of the plane, the minutiae in it and in the eight around it. */
export interface Places {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  /** The minutiae of square k are items[start[k]] .. items[start[k + 1] - 1]. */
  readonly start: Int32Array;
  readonly items: Uint8Array;
}

/** Rows sorted by length: from one minutia to a neighbour, in a frame that turns with the print. */
export interface PairTable {
  readonly rows: number;
  readonly length: Float32Array;
  /** Direction of the line seen from the first minutia, and from the second; -pi..pi. */
  readonly leave: Float32Array;
  readonly arrive: Float32Array;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
}

const KINDS = { ending: 1, bifurcation: 2, other: 0 } as const;

export const wrap = (angle: number): number => {
  if (angle > Math.PI) return angle - 2 * Math.PI;
  return angle < -Math.PI ? angle + 2 * Math.PI : angle;
};

const nearest = (x: Float32Array, y: Float32Array, i: number): { to: number; length: number }[] => {
  const { neighbours, shortest, longest } = COMPARE.pairs;
  const found: { to: number; length: number }[] = [];
  for (let j = 0; j < x.length; j += 1) {
    const length = Math.hypot((x[j] as number) - (x[i] as number), (y[j] as number) - (y[i] as number));
    if (j !== i && length >= shortest && length <= longest) found.push({ to: j, length });
  }
  return found.sort((a, b) => a.length - b.length).slice(0, neighbours);
};

const tablePairs = (x: Float32Array, y: Float32Array, angle: Float32Array): PairTable => {
  const rows: { from: number; to: number; length: number; leave: number; arrive: number }[] = [];
  for (let i = 0; i < x.length; i += 1)
    for (const { to, length } of nearest(x, y, i)) {
      const line = Math.atan2((y[to] as number) - (y[i] as number), (x[to] as number) - (x[i] as number));
      rows.push({
        from: i,
        to,
        length,
        leave: wrap(line - (angle[i] as number)),
        arrive: wrap(line - (angle[to] as number)),
      });
    }
  rows.sort((a, b) => a.length - b.length);
  return {
    rows: rows.length,
    length: Float32Array.from(rows, (row) => row.length),
    leave: Float32Array.from(rows, (row) => row.leave),
    arrive: Float32Array.from(rows, (row) => row.arrive),
    from: Uint8Array.from(rows, (row) => row.from),
    to: Uint8Array.from(rows, (row) => row.to),
  };
};

/** Side of a square: no search radius is larger. */
export const SQUARE = COMPARE.match.firstRadius;

const placesOf = (x: Float32Array, y: Float32Array): Places => {
  const left = Math.min(...x) - SQUARE;
  const top = Math.min(...y) - SQUARE;
  if (x.length === 0)
    return { left: 0, top: 0, columns: 0, rows: 0, start: new Int32Array(1), items: new Uint8Array(0) };
  const columns = Math.floor((Math.max(...x) - left) / SQUARE) + 2;
  const rows = Math.floor((Math.max(...y) - top) / SQUARE) + 2;
  const squares: number[][] = Array.from({ length: columns * rows }, () => []);
  for (let i = 0; i < x.length; i += 1) {
    const column = Math.floor(((x[i] as number) - left) / SQUARE);
    const row = Math.floor(((y[i] as number) - top) / SQUARE);
    for (const down of [-1, 0, 1])
      for (const across of [-1, 0, 1]) squares[(row + down) * columns + column + across]?.push(i);
  }
  const start = new Int32Array(squares.length + 1);
  for (const [k, square] of squares.entries()) start[k + 1] = (start[k] as number) + square.length;
  return { left, top, columns, rows, start, items: Uint8Array.from(squares.flat()) };
};

const prepare = (template: FingerTemplate): Prepared => {
  const best = [...template.minutiae].sort((a, b) => b.quality - a.quality).slice(0, COMPARE.most);
  const scale = FEATURE_PPI / template.ppi;
  const x = Float32Array.from(best, (m) => m.x * scale);
  const y = Float32Array.from(best, (m) => m.y * scale);
  const angle = Float32Array.from(best, (m) => wrap((-m.angle * Math.PI) / 180));
  const kind = Uint8Array.from(best, (m) => KINDS[m.kind]);
  return { count: best.length, x, y, angle, kind, pairs: tablePairs(x, y, angle), places: placesOf(x, y) };
};

const kept = new WeakMap<FingerTemplate, Prepared>();

/** Prepared once for each template object. */
export const prepared = (template: FingerTemplate): Prepared => {
  const old = kept.get(template);
  if (old !== undefined) return old;
  const fresh = prepare(template);
  kept.set(template, fresh);
  return fresh;
};
