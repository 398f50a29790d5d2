/**
 * One signing as a pen tablet reports it. Each movement's speed is a lognormal bell and the movements overlap in time
 * (kinematic theory of rapid human movements, Plamondon 1995), so that the path is smooth where the pen stays down.
 */
import type { PenPoint, PenTrajectory } from "../../../api/words/sample.ts";
import type { Millimetres } from "../../../api/words/units.ts";
import { Dice } from "../dice.ts";
import { makeSignatureStyle } from "./style.ts";
import type { Movement, SignatureStyle } from "./style.ts";

export interface Pad {
  readonly maxX: number;
  readonly maxY: number;
  readonly maxPressure: number;
  readonly widthMm?: Millimetres;
  /** Reports a second; 200 for the Wacom STU family. */
  readonly rate?: number;
}

/** Cumulative normal distribution (Abramowitz and Stegun 26.2.17, error below 1e-7). */
const cumulative = (z: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
};

interface Stroke extends Movement {
  /** Seconds; the movement has no speed before. */
  readonly start: number;
}

const timed = (movements: readonly Movement[]): Stroke[] => {
  let start = 0.05;
  return movements.map((movement) => {
    const stroke = { ...movement, start };
    start += movement.step;
    return stroke;
  });
};

/** Share of the movement done after so many seconds. */
const done = (stroke: Stroke, t: number): number =>
  t <= stroke.start ? 0 : cumulative((Math.log(t - stroke.start) - stroke.mu) / stroke.sigma);

/** Displacement by the movement so far: an arc walked with lognormal speed; y up. */
const displacement = (stroke: Stroke, share: number): { x: number; y: number } => {
  const bend = stroke.to - stroke.from;
  const heading = stroke.from + bend * share;
  if (Math.abs(bend) < 1e-6)
    return { x: stroke.length * share * Math.cos(heading), y: stroke.length * share * Math.sin(heading) };
  const radius = stroke.length / bend;
  return {
    x: radius * (Math.sin(heading) - Math.sin(stroke.from)),
    y: radius * (Math.cos(stroke.from) - Math.cos(heading)),
  };
};

interface Raw {
  readonly x: number;
  readonly y: number;
  readonly air: boolean;
  /** Letter heights a second. */
  readonly speed: number;
}

const rawPath = (strokes: readonly Stroke[], rate: number): Raw[] => {
  const last = strokes.at(-1);
  const end = last === undefined ? 0 : last.start + Math.exp(last.mu + 2.2 * last.sigma);
  const path: Raw[] = [];
  for (let tick = 0; tick <= end * rate; tick += 1) {
    const t = tick / rate;
    let x = 0;
    let y = 0;
    let busiest = { moved: 0, air: path.at(-1)?.air ?? false };
    for (const stroke of strokes) {
      const share = done(stroke, t);
      const at = displacement(stroke, share);
      x += at.x;
      y += at.y;
      const moved = (share - done(stroke, t - 1 / rate)) * stroke.length;
      if (moved > busiest.moved) busiest = { moved, air: stroke.air };
    }
    const before = path.at(-1) ?? { x, y };
    path.push({ x, y, air: busiest.air, speed: Math.hypot(x - before.x, y - before.y) * rate });
  }
  return path;
};

/** Movements with this signing's own unsteadiness. */
const varied = (dice: Dice, style: SignatureStyle): Movement[] =>
  style.movements.map((movement) => ({
    ...movement,
    length: movement.length * (1 + dice.normal(0, style.unsteady)),
    from: movement.from + dice.normal(0, style.unsteady),
    to: movement.to + dice.normal(0, style.unsteady),
    mu: movement.mu + dice.normal(0, style.unsteady / 2),
    step: movement.step * (1 + dice.normal(0, style.unsteady)),
  }));

/** Fits the path into the pad and turns y down; the same scale on both axes of the pad's own units. */
const fitted = (
  dice: Dice,
  path: readonly Raw[],
  style: SignatureStyle,
  pad: Pad,
): (Raw & { px: number; py: number })[] => {
  const xs = path.map((point) => point.x);
  const ys = path.map((point) => point.y);
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min(
    (style.fill * pad.maxX) / (right - left || 1),
    (0.72 * pad.maxY) / (high - low || 1),
  );
  const freeX = pad.maxX - scale * (right - left);
  const freeY = pad.maxY - scale * (high - low);
  const offsetX = freeX * dice.between(0.35, 0.65);
  const offsetY = freeY * dice.between(0.35, 0.65);
  return path.map((point) => ({
    ...point,
    px: Math.round((point.x - left) * scale + offsetX),
    py: Math.round((high - point.y) * scale + offsetY),
  }));
};

/** Reports it takes the pen to bear down or to lift. */
const RAMP = 5;

const pressures = (dice: Dice, path: readonly Raw[], style: SignatureStyle, pad: Pad): number[] => {
  const typical = path.reduce((sum, point) => sum + point.speed, 0) / Math.max(1, path.length) || 1;
  let sway = 0;
  return path.map((point, i) => {
    sway = 0.93 * sway + dice.normal(0, 0.02);
    if (point.air) return 0;
    let ramp = 1;
    for (let k = 1; k <= RAMP; k += 1) {
      const edge = path[i - k]?.air !== false || path[i + k]?.air !== false;
      if (edge) {
        ramp = k / (RAMP + 1);
        break;
      }
    }
    const share = style.pressure * (1.12 - 0.18 * Math.min(2, point.speed / typical)) + sway;
    return Math.max(1, Math.min(pad.maxPressure, Math.round(pad.maxPressure * ramp * Math.max(0.05, share))));
  });
};

/** One signing in the given style: reports at the pad's rate, in the pad's units, pen lifts as points without contact. */
export const sign = (style: SignatureStyle, seed: string, pad: Pad): PenTrajectory => {
  const dice = new Dice(`signing/${seed}`);
  const rate = pad.rate ?? 200;
  const path = fitted(dice, rawPath(timed(varied(dice, style)), rate), style, pad);
  const pressure = pressures(dice, path, style, pad);
  const points: PenPoint[] = path.map(({ px, py, air }, i) => ({
    x: px,
    y: py,
    pressure: pressure[i] ?? 0,
    t: Math.round((i * 1_000_000) / rate),
    contact: !air,
  }));
  return {
    maxX: pad.maxX,
    maxY: pad.maxY,
    maxPressure: pad.maxPressure,
    ...(pad.widthMm === undefined ? {} : { widthMm: pad.widthMm }),
    points,
  };
};

/** The style that belongs to a seed. */
export const signatureStyle = (seed: string): SignatureStyle =>
  makeSignatureStyle(new Dice(`signature/${seed}`));
