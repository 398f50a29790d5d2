/** Lines across the ridges: scars and creases that stay, cuts that heal. */
import type { Dice } from "../dice.ts";
import type { Grid } from "./grid.ts";

/** A bent line with a width; pixels at 500 ppi, on the finger. */
export interface Mark {
  /** Ends and middle control point of a quadratic curve. */
  readonly from: readonly [number, number];
  readonly bend: readonly [number, number];
  readonly to: readonly [number, number];
  /** Half width where the ridges are gone. */
  readonly width: number;
  /** How far it lowers the skin: 1 takes a ridge's crest off the glass. */
  readonly depth: number;
  /** Pixels by which the ridges on its two sides have slipped along it. */
  readonly slip: number;
}

interface MarkShape {
  readonly length: readonly [number, number];
  readonly width: readonly [number, number];
  readonly depth: readonly [number, number];
  readonly slip: number;
}

export const MARK_SHAPES = {
  scar: { length: [60, 190], width: [1.6, 4], depth: [1.2, 2.4], slip: 2.5 },
  crease: { length: [40, 150], width: [0.8, 1.6], depth: [0.7, 1.6], slip: 0 },
  cut: { length: [30, 120], width: [1, 2.4], depth: [1.6, 2.6], slip: 0.8 },
} as const satisfies Record<string, MarkShape>;

/** A mark somewhere on the finger's middle, in any direction but along the finger for creases of the skin. */
export const makeMark = (dice: Dice, kind: keyof typeof MARK_SHAPES, width: number, height: number): Mark => {
  const shape: MarkShape = MARK_SHAPES[kind];
  const length = dice.between(...shape.length);
  const heading = kind === "crease" ? dice.normal(0, 0.45) : dice.between(0, Math.PI);
  const x = width * dice.between(0.22, 0.78);
  const y = height * dice.between(0.2, 0.78);
  const dx = (Math.cos(heading) * length) / 2;
  const dy = (-Math.sin(heading) * length) / 2;
  const sag = length * dice.normal(0, 0.12);
  return {
    from: [x - dx, y - dy],
    bend: [x - Math.sin(heading) * sag, y - Math.cos(heading) * sag],
    to: [x + dx, y + dy],
    width: dice.between(...shape.width),
    depth: dice.between(...shape.depth),
    slip: shape.slip * dice.normal(),
  };
};

/** Points along the mark about a pixel apart, each with how wide it still is there (it tapers) and its direction. */
export const along = (mark: Mark): { x: number; y: number; taper: number; tx: number; ty: number }[] => {
  const { from, bend, to } = mark;
  const steps = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) * 1.3);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps;
    const u = 1 - t;
    const tx = 2 * (u * (bend[0] - from[0]) + t * (to[0] - bend[0]));
    const ty = 2 * (u * (bend[1] - from[1]) + t * (to[1] - bend[1]));
    const norm = Math.hypot(tx, ty) || 1;
    return {
      x: u * u * from[0] + 2 * u * t * bend[0] + t * t * to[0],
      y: u * u * from[1] + 2 * u * t * bend[1] + t * t * to[1],
      taper: Math.min(1, 6 * Math.min(t, u)),
      tx: tx / norm,
      ty: ty / norm,
    };
  });
};

interface Nearest {
  readonly distance: Float32Array;
  readonly side: Float32Array;
  readonly tx: Float32Array;
  readonly ty: Float32Array;
}

/** For cells near the mark: distance in half widths, which side, and the mark's direction there. */
const nearest = (mark: Mark, width: number, height: number, reach: number): Nearest => {
  const distance = new Float32Array(width * height).fill(Number.POSITIVE_INFINITY);
  const [side, tx, ty] = [0, 1, 2].map(() => new Float32Array(width * height)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (const point of along(mark)) {
    const half = Math.max(0.4, mark.width * point.taper);
    for (let y = Math.max(0, Math.floor(point.y - reach)); y <= Math.min(height - 1, point.y + reach); y += 1)
      for (
        let x = Math.max(0, Math.floor(point.x - reach));
        x <= Math.min(width - 1, point.x + reach);
        x += 1
      ) {
        const away = Math.hypot(x - point.x, y - point.y) / half;
        const at = y * width + x;
        if (away >= (distance[at] as number)) continue;
        distance[at] = away;
        side[at] = Math.sign((x - point.x) * point.ty - (y - point.y) * point.tx);
        tx[at] = point.tx;
        ty[at] = point.ty;
      }
  }
  return { distance, side, tx, ty };
};

const valueAt = (from: Float32Array, width: number, height: number, x: number, y: number): number => {
  const cx = Math.min(width - 1, Math.max(0, Math.round(x)));
  const cy = Math.min(height - 1, Math.max(0, Math.round(y)));
  return from[cy * width + cx] as number;
};

/** Draws a mark into the ridges: they slip along it and are lowered under it. */
export const drawMark = (ridges: Grid, mark: Mark): void => {
  const { width, height, values } = ridges;
  const reach = Math.ceil(3 * mark.width + 3 * Math.abs(mark.slip));
  const { distance, side, tx, ty } = nearest(mark, width, height, reach);
  const before = mark.slip === 0 ? values : values.slice();
  for (let at = 0; at < values.length; at += 1) {
    const away = distance[at] as number;
    if (away === Number.POSITIVE_INFINITY) continue;
    const fade = Math.max(0, 1 - (away * mark.width) / reach);
    const slip = mark.slip * fade * (side[at] as number);
    const x = at % width;
    const y = (at - x) / width;
    const own = valueAt(before, width, height, x - slip * (tx[at] as number), y - slip * (ty[at] as number));
    values[at] = own - mark.depth * Math.exp(-away * away);
  }
};

/** Whether a place lies within the mark or right beside it. */
export const hidesBy = (marks: readonly Mark[]): ((x: number, y: number) => boolean) => {
  const lines = marks.map((mark) => ({ reach: mark.width + 3 + Math.abs(mark.slip), points: along(mark) }));
  return (x, y) =>
    lines.some(({ reach, points }) => points.some((point) => Math.hypot(point.x - x, point.y - y) < reach));
};
