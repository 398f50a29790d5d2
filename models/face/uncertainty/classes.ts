/** The segmentation knows how much likelier each class is than the next: that carried through whatever is read off classes. */
import { readOff, type AnyRead } from "../measure.ts";
import { once } from "../stages/once.ts";
import type { SegmentClass } from "../stages/parts.ts";
import type { StageSet } from "../stages/stage.ts";
import { visibleRegion } from "../stages/visible.ts";

/** What is taken for skin or backdrop and the reverse; and hair, which is taken for either. */
const DOUBTS: readonly (readonly SegmentClass[])[] = [
  ["head-covering", "glasses-frame", "lens", "occluder", "cloth"],
  ["hair"],
];
/** Odds of e squared to one: what the network calls likelier than 88 in 100 stays. */
const BY = 2;

const leaning = (set: StageSet, towards: readonly SegmentClass[], by: number): StageSet | undefined => {
  const { segmentation, region, aligned, visible } = set;
  if (segmentation?.kind !== "made" || segmentation.value.leaning === undefined) return undefined;
  const classes = segmentation.value.leaning(towards, by);
  const leant = { ...set, segmentation: { ...segmentation, value: { ...segmentation.value, classes } } };
  if (region?.kind !== "made" || aligned?.kind !== "made" || visible?.kind !== "made") return leant;
  const seen = visibleRegion(region.value, aligned.value, leant.segmentation.value);
  return { ...leant, visible: { ...visible, value: seen } };
};

/** Of each doubt both ways it may be decided; undefined without a segmentation that says how sure it is. */
const decided = once((set: StageSet): readonly (readonly [StageSet, StageSet])[] | undefined => {
  const ways: (readonly [StageSet, StageSet])[] = [];
  for (const towards of DOUBTS) {
    const [more, less] = [leaning(set, towards, BY), leaning(set, towards, -BY)];
    if (more === undefined || less === undefined) return undefined;
    ways.push([more, less]);
  }
  return ways;
});

/**
 * Half of what changes when every class in doubt is decided one way and the other, in the number's unit. Undefined
 * without a segmentation that says how sure it is.
 */
export const throughClasses = (of: AnyRead, set: StageSet): number | undefined => {
  const ways = decided(set);
  if (ways === undefined) return undefined;
  let squares = 0;
  for (const [more, less] of ways) {
    const [high, low] = [readOff(of, more), readOff(of, less)];
    if (typeof high !== "number" || typeof low !== "number") return undefined;
    squares += ((high - low) / 2) ** 2;
  }
  return Math.sqrt(squares);
};
