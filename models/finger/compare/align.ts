/** Lays one print over the other from a root, and pairs the minutiae that then fall together. */
import { COMPARE } from "./params.ts";
import { SQUARE, wrap, type Prepared } from "./prepare.ts";

/** Takes points of print two into print one: turned by `turn`, then shifted. */
export interface Pose {
  readonly turn: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

export interface Mate {
  readonly a: number;
  readonly b: number;
  /** What remains after alignment: place in pixels, angle in radians. */
  readonly dx: number;
  readonly dy: number;
  readonly turn: number;
}

export interface Alignment {
  readonly pose: Pose;
  readonly mates: readonly Mate[];
}

export const poseFrom = (one: Prepared, two: Prepared, a: number, b: number): Pose => {
  const turn = wrap((one.angle[a] as number) - (two.angle[b] as number));
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const x = two.x[b] as number;
  const y = two.y[b] as number;
  return { turn, shiftX: (one.x[a] as number) - c * x + s * y, shiftY: (one.y[a] as number) - s * x - c * y };
};

/** Least squares over the mates (Umeyama, without scale). */
const refine = (one: Prepared, two: Prepared, mates: readonly Mate[]): Pose | undefined => {
  if (mates.length < 2) return undefined;
  let [ax, ay, bx, by] = [0, 0, 0, 0];
  for (const { a, b } of mates) {
    ax += one.x[a] as number;
    ay += one.y[a] as number;
    bx += two.x[b] as number;
    by += two.y[b] as number;
  }
  const n = mates.length;
  [ax, ay, bx, by] = [ax / n, ay / n, bx / n, by / n];
  let cos = 0;
  let sin = 0;
  for (const { a, b } of mates) {
    const px = (two.x[b] as number) - bx;
    const py = (two.y[b] as number) - by;
    const qx = (one.x[a] as number) - ax;
    const qy = (one.y[a] as number) - ay;
    cos += px * qx + py * qy;
    sin += px * qy - py * qx;
  }
  const turn = Math.atan2(sin, cos);
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  return { turn, shiftX: ax - c * bx + s * by, shiftY: ay - s * bx - c * by };
};

interface Laid {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

export const lay = (two: Prepared, pose: Pose): Laid => {
  const [c, s] = [Math.cos(pose.turn), Math.sin(pose.turn)];
  const x = new Float32Array(two.count);
  const y = new Float32Array(two.count);
  for (let j = 0; j < two.count; j += 1) {
    x[j] = c * (two.x[j] as number) - s * (two.y[j] as number) + pose.shiftX;
    y[j] = s * (two.x[j] as number) + c * (two.y[j] as number) + pose.shiftY;
  }
  return { x, y };
};

/** Adds to each laid point what its matched neighbours were off by, nearer ones more: the skin's bend. */
const bend = (one: Prepared, laid: Laid, mates: readonly Mate[]): Laid => {
  const { bendRadius } = COMPARE.match;
  const x = laid.x.slice();
  const y = laid.y.slice();
  for (let j = 0; j < x.length; j += 1) {
    let [sx, sy, sum] = [0, 0, 0.6];
    for (const mate of mates) {
      if (mate.b === j) continue;
      const qx = (one.x[mate.a] as number) - (laid.x[j] as number);
      const qy = (one.y[mate.a] as number) - (laid.y[j] as number);
      const squared = (qx * qx + qy * qy) / (bendRadius * bendRadius);
      if (squared > 3) continue;
      const weight = 1 / (0.15 + squared) - 1 / 3.15;
      sum += weight;
      sx += weight * mate.dx;
      sy += weight * mate.dy;
    }
    x[j] = (laid.x[j] as number) + sx / sum;
    y[j] = (laid.y[j] as number) + sy / sum;
  }
  return { x, y };
};

/** Index of the square of print one that holds a point, or undefined outside all. */
const squareOf = ({ places }: Prepared, x: number, y: number): number | undefined => {
  const column = Math.floor((x - places.left) / SQUARE);
  const row = Math.floor((y - places.top) / SQUARE);
  if (column < 0 || row < 0 || column >= places.columns || row >= places.rows) return undefined;
  return row * places.columns + column;
};

type Candidate = Mate & { readonly cost: number };

/** Every pair that falls together within the radius, in the order of print two. */
const candidates = (one: Prepared, two: Prepared, laid: Laid, turn: number, radius: number): Candidate[] => {
  const limit = (COMPARE.match.angle * Math.PI) / 180;
  const { start, items } = one.places;
  const found: Candidate[] = [];
  for (let j = 0; j < two.count; j += 1) {
    const x = laid.x[j] as number;
    const y = laid.y[j] as number;
    const square = squareOf(one, x, y);
    if (square === undefined) continue;
    const angle = wrap((two.angle[j] as number) + turn);
    const end = start[square + 1] as number;
    for (let k = start[square] as number; k < end; k += 1) {
      const i = items[k] as number;
      const dx = (one.x[i] as number) - x;
      const dy = (one.y[i] as number) - y;
      const squared = dx * dx + dy * dy;
      if (squared > radius * radius) continue;
      const off = wrap((one.angle[i] as number) - angle);
      if (Math.abs(off) > limit) continue;
      found.push({ a: i, b: j, dx, dy, turn: off, cost: squared / (radius * radius) + (off / limit) ** 2 });
    }
  }
  return found;
};

/** Each minutia is used once, closest pairs first. */
const pairUp = (one: Prepared, two: Prepared, laid: Laid, turn: number, radius: number): Mate[] => {
  const found = candidates(one, two, laid, turn, radius).sort((m, n) => m.cost - n.cost);
  const usedA = new Uint8Array(one.count);
  const usedB = new Uint8Array(two.count);
  return found.filter(({ a, b }) => {
    if (usedA[a] === 1 || usedB[b] === 1) return false;
    usedA[a] = 1;
    usedB[b] = 1;
    return true;
  });
};

/** How much falls together when one pair of minutiae is laid on the other: a quick look before a full alignment. */
export const promise = (one: Prepared, two: Prepared, a: number, b: number): number => {
  const pose = poseFrom(one, two, a, b);
  let sum = 0;
  let last = -1;
  for (const { b: j, cost } of candidates(one, two, lay(two, pose), pose.turn, COMPARE.match.firstRadius)) {
    if (j === last) continue;
    last = j;
    sum += 2 - cost;
  }
  return sum;
};

/** Alignment that starts at one root: near the root first, then the whole print with the skin's bend. */
export const alignFrom = (one: Prepared, two: Prepared, a: number, b: number): Alignment => {
  const { firstRadius, finalRadius } = COMPARE.match;
  let pose = poseFrom(one, two, a, b);
  const near = pairUp(one, two, lay(two, pose), pose.turn, firstRadius).filter(
    (mate) =>
      Math.hypot(
        (one.x[mate.a] as number) - (one.x[a] as number),
        (one.y[mate.a] as number) - (one.y[a] as number),
      ) < 90,
  );
  pose = refine(one, two, near) ?? pose;
  const whole = pairUp(one, two, lay(two, pose), pose.turn, firstRadius);
  pose = refine(one, two, whole) ?? pose;
  const laid = lay(two, pose);
  const mates = pairUp(one, two, laid, pose.turn, firstRadius);
  return { pose, mates: pairUp(one, two, bend(one, laid, mates), pose.turn, finalRadius) };
};
