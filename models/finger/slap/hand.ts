/** The hand on the platen: the turn in which what is seen looks most like the fingers asked for. */
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { Degrees } from "../../../api/words/units.ts";
import { findFingers, type Blob } from "./fingers.ts";
import { nameFingers, type Naming } from "./naming.ts";
import { SLAP } from "./params.ts";
import { upright, type Cells } from "./turn.ts";

export interface Hand {
  readonly turn: Degrees;
  /** From left to right, with their names in naming.positions. */
  readonly blobs: readonly Blob[];
  readonly naming: Naming;
  readonly surplus: number;
}

type Guess = Hand & { readonly cost: number };

/** Three or more fingers of one hand have a shape that tells its turn; two hands are laid down straight. */
const isOneHand = (asked: readonly FingerPosition[]): boolean =>
  asked.length > 2 && new Set(asked.map((position) => position.split("-")[0])).size === 1;

const cutThrough = (blobs: readonly Blob[]): number => blobs.reduce((sum, { cut }) => sum + cut, 0);

const handAt = (cells: Cells, turn: Degrees, asked: readonly FingerPosition[]): Guess => {
  const found = findFingers(upright(cells, turn));
  const largest = [...found].sort((a, b) => b.cells - a.cells).slice(0, asked.length);
  const blobs = found.filter((blob) => largest.includes(blob));
  const surplus = found.length - blobs.length;
  const naming = blobs.length === 0 ? { positions: [], misfit: 0, certain: true } : nameFingers(blobs, asked);
  const cost =
    naming.misfit +
    SLAP.perMissing * (asked.length - blobs.length) +
    SLAP.perSurplus * surplus +
    SLAP.perCut * cutThrough(blobs) +
    (isOneHand(asked) ? SLAP.perDegree : SLAP.perDegreeOfTwo) * Math.abs(turn);
  return { turn, blobs, naming, surplus, cost };
};

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);

const likeliest = (guesses: readonly Guess[]): Guess | undefined =>
  guesses.toSorted((a, b) => a.cost - b.cost)[0];

/** A naming is certain when no other comes near it at any turn, and when it does not take fingers apart. */
const isCertain = (hands: readonly Guess[], best: Guess): boolean =>
  best.naming.certain &&
  best.blobs.every(({ cut }) => cut <= SLAP.mostCut) &&
  hands.every(
    ({ naming, cost }) =>
      cost > best.cost + SLAP.doubt || naming.positions.join() === best.naming.positions.join(),
  );

/** `asked` from left to right. */
export const findHand = (cells: Cells, asked: readonly FingerPosition[]): Hand => {
  const { mostTurn, coarseStep, fineStep } = SLAP;
  const guess = (turns: readonly Degrees[]) => turns.map((turn) => handAt(cells, turn, asked));
  const coarse = guess(range(-mostTurn, mostTurn, coarseStep));
  const near = likeliest(coarse)?.turn ?? 0;
  const fine = guess(range(near - coarseStep, near + coarseStep, fineStep));
  const best = likeliest(fine) ?? handAt(cells, 0, asked);
  return { ...best, naming: { ...best.naming, certain: isCertain([...coarse, ...fine], best) } };
};
