/** How a person signs: a plan of pen movements that stays the same from one signing to the next. */
import { never } from "../../../api/base/faults.ts";
import type { Dice } from "../dice.ts";

/** One movement of the pen: an arc from one heading to another. Lengths in heights of a small letter. */
export interface Movement {
  readonly length: number;
  /** Radians, counter-clockwise from the writing direction; the arc's heading at its start and its end. */
  readonly from: number;
  readonly to: number;
  /** The pen is off the pad. */
  readonly air: boolean;
  /** Of the lognormal velocity: time scale (ln seconds) and shape. */
  readonly mu: number;
  readonly sigma: number;
  /** Seconds from this movement's start to the next one's. */
  readonly step: number;
}

export interface SignatureStyle {
  readonly movements: readonly Movement[];
  /** 0.3 light .. 0.95 heavy: share of the pad's greatest pressure. */
  readonly pressure: number;
  /** Share of the pad that the signature fills. */
  readonly fill: number;
  /** Relative unsteadiness from one signing to the next. */
  readonly unsteady: number;
}

const DEGREE = Math.PI / 180;

/** Timing of practised handwriting: about 90 to 140 ms a stroke (sigma-lognormal theory, Plamondon). */
const move = (dice: Dice, length: number, from: number, to: number, air = false): Movement => ({
  length,
  from: from * DEGREE,
  to: to * DEGREE,
  air,
  mu: Math.log(0.1) + 0.12 * Math.log(Math.max(length, 0.3)) + dice.normal(0, 0.06),
  sigma: dice.between(0.22, 0.34),
  step: (0.085 + 0.022 * Math.min(length, 5)) * dice.between(0.9, 1.15) * (air ? 1.35 : 1),
});

interface Hand {
  readonly slant: number;
  readonly width: number;
  readonly round: number;
}

/** A capital: a tall stroke, a bow, often a loop. */
const capital = (dice: Dice, hand: Hand): Movement[] => {
  const tall = dice.between(2.2, 3.4);
  const up = hand.slant + 90;
  const moves = [
    move(dice, tall, up - dice.between(5, 25), up + dice.between(0, 15)),
    move(dice, tall * dice.between(0.9, 1.15), up + 170, up + 190 + dice.between(0, 40)),
  ];
  if (dice.chance(0.7)) moves.push(move(dice, tall * dice.between(0.9, 1.6), up + 60, up - 200));
  moves.push(move(dice, dice.between(0.8, 1.6), -30, 35));
  return moves;
};

/** A small letter: up and down again, tall or with a tail now and then. */
const letter = (dice: Dice, hand: Hand): Movement[] => {
  const kind = dice.weighted({ small: 6, tall: 2, tail: 1.3, bow: 1.5 });
  const up = hand.slant + 90;
  const height = { small: 1, tall: 2.3, tail: 1, bow: 0.8 }[kind] * dice.between(0.8, 1.15);
  const lean = 38 * hand.width;
  const rise = move(dice, height, up - lean - 10, up - lean + 25 * hand.round);
  if (kind === "bow") return [rise, move(dice, height * 2.2, up + 40, up + 330)];
  const fall = move(dice, height * dice.between(0.9, 1.05), up + 170, up + 190 + 50 * hand.round);
  if (kind !== "tail") return [rise, fall];
  const tail = dice.between(1.4, 2.2);
  return [rise, fall, move(dice, tail, up + 175, up + 155), move(dice, tail, up - 30, up - 70)];
};

/** The pen goes back and draws a line under, through or around the name. */
const flourish = (dice: Dice, written: number): Movement[] => {
  const kind = dice.weighted({ none: 3, underline: 4, loop: 3, zigzag: 1.5 });
  switch (kind) {
    case "none":
      return [];
    case "underline":
      return [
        move(dice, written * dice.between(0.5, 0.8), 205, 185),
        move(dice, written * dice.between(0.6, 0.95), -5, 12),
      ];
    case "loop":
      return [
        move(dice, dice.between(2, 3.5), 60, 170),
        move(dice, written * dice.between(0.5, 0.9), 185, 215),
        move(dice, written * dice.between(0.5, 0.9), -25, 20),
      ];
    case "zigzag":
      return [
        move(dice, written * 0.4, 195, 190),
        move(dice, written * 0.35, -8, -2),
        move(dice, written * 0.3, 190, 186),
        move(dice, written * 0.4, -6, 4),
      ];
    default:
      return never(kind);
  }
};

/** A dot, an accent or the bar of a t, after a lift. */
const accent = (dice: Dice, written: number): Movement[] => [
  move(dice, written * dice.between(0.2, 0.45), 150, 185, true),
  move(dice, dice.between(0.4, 1.1), dice.between(-20, 10), dice.between(-10, 20)),
];

/** A person's way of signing. */
export const makeSignatureStyle = (dice: Dice): SignatureStyle => {
  const hand: Hand = {
    slant: dice.normal(-8, 9),
    width: dice.between(0.75, 1.25),
    round: dice.between(0.3, 1),
  };
  const movements: Movement[] = [];
  const words = dice.chance(0.45) ? 2 : 1;
  for (let word = 0; word < words; word += 1) {
    if (word > 0) movements.push(move(dice, dice.between(1.2, 2), 20, -10, true));
    movements.push(...capital(dice, hand));
    for (let left = dice.whole(2, word === 0 ? 6 : 4); left > 0; left -= 1)
      movements.push(...letter(dice, hand));
  }
  const written = movements.reduce(
    (sum, { length, from, to }) => sum + length * Math.cos((from + to) / 2),
    0,
  );
  const span = Math.max(4, Math.abs(written));
  movements.push(...flourish(dice, span));
  for (let count = dice.whole(0, 2); count > 0; count -= 1) movements.push(...accent(dice, span));
  return {
    movements,
    pressure: dice.between(0.4, 0.85),
    fill: dice.between(0.55, 0.85),
    unsteady: dice.between(0.03, 0.07),
  };
};
