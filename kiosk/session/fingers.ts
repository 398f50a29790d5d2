/**
 * Which finger comes next, and which count in the end (TR-03121-3.2 v6.0, figures 4.13 and 4.17): right hand before
 * left, within a hand by the policy's order, a finger that is missing never asked for.
 */
import type { FingerPosition } from "../../api/words/characteristic.ts";
import type { MissingFinger } from "../../api/words/enrolment.ts";
import { bestOf, type Try } from "./acquire.ts";
import type { Acquisition, FingerKind } from "./policy.ts";

type Hand = "right" | "left";
const HANDS = ["right", "left"] as const;

export interface FingerResult {
  readonly position: FingerPosition;
  /** Absent: nothing usable was captured. */
  readonly chosen?: Try;
}

const at = (hand: Hand, kind: FingerKind): FingerPosition => `${hand}-${kind}`;
export const handOf = (position: FingerPosition): Hand => (position.startsWith("right") ? "right" : "left");
export const kindOf = (position: FingerPosition): FingerKind =>
  position.slice(position.indexOf("-") + 1) as FingerKind;

const isSufficient = (result: FingerResult): boolean => result.chosen?.assessment?.sufficient === true;

export type FingerStep =
  | { readonly kind: "capture"; readonly position: FingerPosition }
  | { readonly kind: "complete"; readonly chosen: readonly FingerResult[] };

interface HandView {
  readonly results: readonly FingerResult[];
  readonly untried: readonly FingerPosition[];
  readonly satisfied: boolean;
}

const viewOf = (
  hand: Hand,
  rules: Acquisition["fingers"],
  results: readonly FingerResult[],
  missing: readonly MissingFinger[],
): HandView => {
  const own = results.filter(({ position }) => handOf(position) === hand);
  const untried = rules.order
    .map((kind) => at(hand, kind))
    .filter(
      (position) =>
        !missing.some((finger) => finger.position === position) &&
        !own.some((result) => result.position === position),
    );
  return { results: own, untried, satisfied: own.some(isSufficient) };
};

/** A sufficient print before any other, else the best one; `besides` is not taken again. */
const pick = (results: readonly FingerResult[], besides?: FingerPosition): FingerResult | undefined => {
  const left = results.filter(({ position, chosen }) => chosen !== undefined && position !== besides);
  const sufficient = left.find(isSufficient);
  if (sufficient !== undefined) return sufficient;
  const best = bestOf(left.flatMap(({ chosen }) => (chosen === undefined ? [] : [chosen])));
  return left.find(({ chosen }) => chosen?.number === best?.number);
};

/** Captures from one hand what the other cannot give, where the rules allow it. */
const secondOfOneHand = (
  rules: Acquisition["fingers"],
  hands: Readonly<Record<Hand, HandView>>,
): FingerStep | undefined => {
  const empty = HANDS.find((hand) => pick(hands[hand].results) === undefined);
  if (!rules.bothFromOneHand || empty === undefined) return undefined;
  const other = hands[empty === "right" ? "left" : "right"];
  const enough = other.results.filter(isSufficient).length >= 2;
  const [next] = other.untried;
  return !enough && next !== undefined ? { kind: "capture", position: next } : undefined;
};

const chosenOf = (
  rules: Acquisition["fingers"],
  hands: Readonly<Record<Hand, HandView>>,
): readonly FingerResult[] => {
  const usable = (result: FingerResult | undefined): readonly FingerResult[] =>
    result === undefined || (rules.insufficient === "desk" && !isSufficient(result)) ? [] : [result];
  const right = usable(pick(hands.right.results));
  const left = usable(pick(hands.left.results));
  if (right.length + left.length !== 1 || !rules.bothFromOneHand) return [...right, ...left];
  const [only] = [...right, ...left];
  const own = only === undefined ? [] : hands[handOf(only.position)].results;
  return [...right, ...left, ...usable(pick(own, only?.position))];
};

/** What to do after these results. At most two fingers are chosen in the end. */
export const nextFinger = (
  rules: Acquisition["fingers"],
  results: readonly FingerResult[],
  missing: readonly MissingFinger[],
): FingerStep => {
  const hands = {
    right: viewOf("right", rules, results, missing),
    left: viewOf("left", rules, results, missing),
  };
  for (const hand of HANDS) {
    const [next] = hands[hand].untried;
    if (!hands[hand].satisfied && next !== undefined) return { kind: "capture", position: next };
  }
  return secondOfOneHand(rules, hands) ?? { kind: "complete", chosen: chosenOf(rules, hands) };
};
