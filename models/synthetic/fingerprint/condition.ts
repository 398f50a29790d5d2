/** How a finger is on the day, and how it is placed: what makes two impressions of one finger differ. */
import type { Dice } from "../dice.ts";
import type { Degrees } from "../../../api/words/units.ts";

export interface Condition {
  /** -1 parched, 0 normal, 1 dripping. */
  readonly moisture: number;
  /** 0 barely touching, 0.5 as asked, 1 pressed hard. */
  readonly pressure: number;
  /** 0 fresh skin, 1 ridges nearly worn away (age, masonry, washing). */
  readonly wear: number;
  /** Degrees the finger is turned, counter-clockwise. */
  readonly rotation: Degrees;
  /** Where the finger's centre lies, relative to the platen's, in pixels at 500 ppi; y down. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** 0 laid down straight, 1 dragged: strength of the elastic distortion. */
  readonly drag: number;
  /** 0 clean glass, 1 the last finger still shows. */
  readonly residue: number;
  /** Cuts across the ridges on this day (scars belong to the master). */
  readonly cuts: number;
  /** Share of the contact that is hidden by a plaster, 0..0.6. */
  readonly bandage: number;
}

const within = (low: number, value: number, high: number): number => Math.min(high, Math.max(low, value));

/** A cooperative applicant on an ordinary day; fields that are given stay as given. */
export const drawCondition = (dice: Dice, given: Partial<Condition> = {}): Condition => ({
  moisture: within(-0.9, dice.normal(0, 0.3), 0.9),
  pressure: within(0.1, dice.normal(0.5, 0.15), 0.95),
  wear: Math.abs(dice.normal(0, 0.12)),
  rotation: within(-25, dice.normal(0, 6), 25),
  shiftX: dice.normal(0, 12),
  shiftY: dice.normal(0, 16),
  drag: within(0, Math.abs(dice.normal(0, 0.45)), 1.2),
  residue: dice.chance(0.3) ? dice.between(0.1, 0.5) : dice.between(0, 0.1),
  cuts: 0,
  bandage: 0,
  ...given,
});
