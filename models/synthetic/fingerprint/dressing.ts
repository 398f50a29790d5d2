/** What lies on or runs through the skin on this day only: fresh cuts, and a plaster across the finger. */
import type { Dice } from "../dice.ts";
import type { Condition } from "./condition.ts";
import { hidesBy, makeMark } from "./marks.ts";
import type { Mark } from "./marks.ts";
import { MASTER } from "./orientation.ts";

export interface Dressing {
  readonly cuts: readonly Mark[];
  /** Whether a plaster covers this place of the finger. */
  covers(x: number, y: number): boolean;
  /** Whether a cut or a plaster hides this place. */
  hides(x: number, y: number): boolean;
}

/** Length of the finger that usually touches, pixels at 500 ppi. */
const TOUCHING = 400;

export const makeDressing = (dice: Dice, condition: Condition): Dressing => {
  const cuts = Array.from({ length: condition.cuts }, () =>
    makeMark(dice, "cut", MASTER.width, MASTER.height),
  );
  const half = (condition.bandage * TOUCHING) / 2;
  const middle = MASTER.height * 0.47 + dice.between(-0.5, 0.5) * (TOUCHING - 2 * half);
  const tilt = dice.normal(0, 0.12);
  const covers = (x: number, y: number) =>
    half > 0 && Math.abs(y - middle - tilt * (x - MASTER.width / 2)) < half;
  const cut = hidesBy(cuts);
  return { cuts, covers, hides: (x, y) => covers(x, y) || cut(x, y) };
};
