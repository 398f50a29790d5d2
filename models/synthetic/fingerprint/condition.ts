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
  /** Share of the finger's length that a plaster hides, 0..0.6. */
  readonly bandage: number;
}

const within = (low: number, value: number, high: number): number => Math.min(high, Math.max(low, value));

/** How a placement may go wrong, and how often, where nobody says how the finger is. */
const DAYS = { ordinary: 78, dry: 7, wet: 5, light: 4, aside: 6 } as const;

/** An unsupervised applicant; fields that are given stay as given. Spreads follow the sets compared in tests/bench. */
export const drawCondition = (dice: Dice, given: Partial<Condition> = {}): Condition => {
  const day = dice.weighted(DAYS);
  const ordinary: Condition = {
    moisture: within(-0.9, dice.normal(-0.05, 0.4), 0.9),
    pressure: within(0.1, dice.normal(0.5, 0.2), 0.95),
    wear: Math.abs(dice.normal(0, 0.2)),
    rotation: within(-25, dice.normal(0, 8), 25),
    shiftX: dice.normal(0, 20),
    shiftY: dice.normal(0, 28),
    drag: within(0, Math.abs(dice.normal(0, 0.7)), 1.3),
    residue: dice.chance(0.3) ? dice.between(0.1, 0.5) : dice.between(0, 0.1),
    cuts: dice.chance(0.04) ? 1 : 0,
    bandage: 0,
  };
  const off: Partial<Condition> = {
    ordinary: {},
    dry: { moisture: dice.between(-0.9, -0.55), wear: dice.between(0.1, 0.4) },
    wet: { moisture: dice.between(0.55, 0.9) },
    light: { pressure: dice.between(0.08, 0.25) },
    aside: {
      shiftX: dice.normal(0, 45),
      shiftY: dice.normal(20, 60),
      rotation: within(-25, dice.normal(0, 14), 25),
    },
  }[day];
  return { ...ordinary, ...off, ...given };
};
