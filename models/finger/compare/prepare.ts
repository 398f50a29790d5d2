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

const prepare = (template: FingerTemplate): Prepared => {
  const best = [...template.minutiae].sort((a, b) => b.quality - a.quality).slice(0, COMPARE.most);
  const scale = FEATURE_PPI / template.ppi;
  const x = Float32Array.from(best, (m) => m.x * scale);
  const y = Float32Array.from(best, (m) => m.y * scale);
  const angle = Float32Array.from(best, (m) => wrap((-m.angle * Math.PI) / 180));
  const kind = Uint8Array.from(best, (m) => KINDS[m.kind]);
  return { count: best.length, x, y, angle, kind, pairs: tablePairs(x, y, angle) };
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
