/** Which part of the finger touches the glass, and how firmly. */
import type { Dice } from "../dice.ts";
import type { Condition } from "./condition.ts";
import { FINGER_CENTRE } from "./placement.ts";

/** Signed depth inside the contact at a finger's place: > 0 touches, 1 at the middle; about 0.01 a pixel at the edge. */
export type Contact = (x: number, y: number) => number;

interface Ripple {
  readonly turns: number;
  readonly phase: number;
  readonly size: number;
}

/** An egg that is flatter at its foot, larger with pressure, with a rippled edge. */
export const makeContact = (dice: Dice, condition: Condition): Contact => {
  const size = (0.8 + 0.3 * condition.pressure) * dice.between(0.9, 1.07);
  const across = dice.between(150, 172) * size;
  const up = dice.between(178, 208) * size;
  const down = dice.between(170, 215) * size;
  const cx = FINGER_CENTRE.x + dice.normal(0, 6);
  const cy = FINGER_CENTRE.y + dice.normal(0, 10);
  const ripples: Ripple[] = Array.from({ length: 6 }, (_, k) => ({
    turns: k + 2,
    phase: dice.between(0, 2 * Math.PI),
    size: dice.normal(0, 0.013),
  }));
  return (x, y) => {
    const dx = (x - cx) / across;
    const dy = (y - cy) / (y < cy ? up : down);
    const bearing = Math.atan2(dy, dx);
    let radius = 1;
    for (const ripple of ripples) radius += ripple.size * Math.sin(ripple.turns * bearing + ripple.phase);
    const power = y < cy ? 2.1 : 2.6;
    return radius - (Math.abs(dx) ** power + Math.abs(dy) ** power) ** (1 / power);
  };
};
