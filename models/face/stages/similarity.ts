/** Rotation, one scale and a shift: x' = a x - b y + tx, y' = b x + a y + ty. Pixels, y down. */
import type { Point } from "../../../api/words/units.ts";

export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

export const apply = (t: Similarity, p: Point): Point => ({
  x: t.a * p.x - t.b * p.y + t.tx,
  y: t.b * p.x + t.a * p.y + t.ty,
});

export const scaleOf = (t: Similarity): number => Math.hypot(t.a, t.b);

export const invert = (t: Similarity): Similarity => {
  const n = t.a * t.a + t.b * t.b;
  const a = t.a / n;
  const b = -t.b / n;
  return { a, b, tx: -(a * t.tx - b * t.ty), ty: -(b * t.tx + a * t.ty) };
};

/** `first`, then `second`. */
export const compose = (second: Similarity, first: Similarity): Similarity => {
  const moved = apply(second, { x: first.tx, y: first.ty });
  return {
    a: second.a * first.a - second.b * first.b,
    b: second.b * first.a + second.a * first.b,
    tx: moved.x,
    ty: moved.y,
  };
};

/** Takes one pair of points onto another. */
export const fromPairs = (from: readonly [Point, Point], to: readonly [Point, Point]): Similarity => {
  const fx = from[1].x - from[0].x;
  const fy = from[1].y - from[0].y;
  const gx = to[1].x - to[0].x;
  const gy = to[1].y - to[0].y;
  const n = fx * fx + fy * fy;
  const a = (gx * fx + gy * fy) / n;
  const b = (gy * fx - gx * fy) / n;
  return { a, b, tx: to[0].x - a * from[0].x + b * from[0].y, ty: to[0].y - b * from[0].x - a * from[0].y };
};

/** Least squares over any number of pairs. */
export const fit = (from: readonly Point[], to: readonly Point[]): Similarity => {
  const n = from.length;
  const mean = (points: readonly Point[]): Point => ({
    x: points.reduce((sum, p) => sum + p.x, 0) / n,
    y: points.reduce((sum, p) => sum + p.y, 0) / n,
  });
  const f = mean(from);
  const g = mean(to);
  let dot = 0;
  let cross = 0;
  let norm = 0;
  from.forEach((p, i) => {
    const q = to[i] ?? g;
    const [px, py, qx, qy] = [p.x - f.x, p.y - f.y, q.x - g.x, q.y - g.y];
    dot += px * qx + py * qy;
    cross += px * qy - py * qx;
    norm += px * px + py * py;
  });
  const a = dot / norm;
  const b = cross / norm;
  return { a, b, tx: g.x - a * f.x + b * f.y, ty: g.y - b * f.x - a * f.y };
};
