/** Which part of the finger touches the glass, and how firmly. */
import { power } from "../../../api/base/power.ts";
import type { Dice } from "../dice.ts";
import type { Condition } from "./condition.ts";
import { FINGER_CENTRE } from "./placement.ts";

/**
 * Signed depth inside the contact at a finger's place: > 0 touches, about 0.01 a pixel at the edge. Exact from CLEAR to
 * WELL_INSIDE; beyond them, where every depth looks the same on the glass, some depth that lies beyond as well.
 */
export type Contact = (x: number, y: number) => number;

const CLEAR = -0.15;
const WELL_INSIDE = 0.65;

/** The egg's powers above and below its middle. */
const POWER = { up: 2.1, down: 2.6 } as const;
/** A distance by either power is at least this share of the plain distance, and at most all of it. */
const LEAST_SHARE = power(2, 1 / POWER.down - 1 / 2);

/** The edge's ripples: the k-th has k + 2 turns around the egg. */
interface Ripple {
  readonly phase: number;
  readonly size: number;
}

/** Of every ripple the share of cosine and sine, and how far the edge can be from 1 at most. */
const edgeOf = (ripples: readonly Ripple[]) => ({
  count: ripples.length,
  cosine: Float64Array.from(ripples, ({ phase, size }) => size * Math.sin(phase)),
  sine: Float64Array.from(ripples, ({ phase, size }) => size * Math.cos(phase)),
  most: ripples.reduce((sum, { size }) => sum + Math.abs(size), 0),
});

/** An egg that is flatter at its foot, larger with pressure, with a rippled edge. */
export const makeContact = (dice: Dice, condition: Condition): Contact => {
  const size = (0.8 + 0.3 * condition.pressure) * dice.between(0.9, 1.07);
  const across = dice.between(150, 172) * size;
  const up = dice.between(178, 208) * size;
  const down = dice.between(170, 215) * size;
  const cx = FINGER_CENTRE.x + dice.normal(0, 6);
  const cy = FINGER_CENTRE.y + dice.normal(0, 10);
  const ripples = Array.from({ length: 6 }, (): Ripple => ({
    phase: dice.between(0, 2 * Math.PI),
    size: dice.normal(0, 0.013),
  }));
  const { count, cosine, sine, most } = edgeOf(ripples);
  return (x, y) => {
    const above = y < cy;
    const dx = (x - cx) / across;
    const dy = (y - cy) / (above ? up : down);
    const away = Math.sqrt(dx * dx + dy * dy);
    const outside = 1 + most - LEAST_SHARE * away;
    if (outside < CLEAR) return outside;
    const inside = 1 - most - away;
    if (inside > WELL_INSIDE) return inside;
    // sin(turns * bearing + phase) from the bearing's own sine and cosine, turn by turn.
    const c = away === 0 ? 1 : dx / away;
    const s = away === 0 ? 0 : dy / away;
    let ck = c;
    let sk = s;
    let radius = 1;
    for (let k = 0; k < count; k += 1) {
      const turned = ck * c - sk * s;
      sk = sk * c + ck * s;
      ck = turned;
      radius += (cosine[k] as number) * ck + (sine[k] as number) * sk;
    }
    const roundness = above ? POWER.up : POWER.down;
    return radius - power(power(Math.abs(dx), roundness) + power(Math.abs(dy), roundness), 1 / roundness);
  };
};
