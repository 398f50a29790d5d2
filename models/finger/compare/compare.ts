/** 1:1 comparison of two finger templates: how much likelier one finger than two made them. */
import type { FingerTemplate } from "../../../api/words/finger.ts";
import { alignFrom, lay, promise, type Alignment } from "./align.ts";
import { COMPARE } from "./params.ts";
import { prepared, type Prepared } from "./prepare.ts";
import { findRoots } from "./roots.ts";

const degree = Math.PI / 180;

/** Log-likelihood ratio of one mated pair: errors of a genuine pair against a chance meeting. */
const pairEvidence = (dx: number, dy: number, turn: number, sameKind: boolean): number => {
  const { placeSigma, angleSigma, density, found, sameKind: share } = COMPARE.likelihood;
  const sigma = angleSigma * degree;
  const genuine =
    found *
    (1 / (2 * Math.PI * placeSigma * placeSigma)) *
    Math.exp(-(dx * dx + dy * dy) / (2 * placeSigma * placeSigma)) *
    (1 / (Math.sqrt(2 * Math.PI) * sigma)) *
    Math.exp(-(turn * turn) / (2 * sigma * sigma));
  const chance = density / (2 * Math.PI);
  return Math.log(genuine / chance + 0.02) + Math.log(sameKind ? share / 0.5 : (1 - share) / 0.5);
};

/** Minutiae of one print without a mate although the other print is there. */
const lonely = (
  x: Float32Array,
  y: Float32Array,
  mated: Uint8Array,
  otherX: Float32Array,
  otherY: Float32Array,
): number => {
  const squared = COMPARE.likelihood.overlapRadius ** 2;
  let count = 0;
  for (let i = 0; i < x.length; i += 1) {
    if (mated[i] === 1) continue;
    let near = 0;
    for (let j = 0; j < otherX.length && near < 2; j += 1)
      if (
        ((x[i] as number) - (otherX[j] as number)) ** 2 + ((y[i] as number) - (otherY[j] as number)) ** 2 <
        squared
      )
        near += 1;
    if (near === 2) count += 1;
  }
  return count;
};

const evidence = (one: Prepared, two: Prepared, { pose, mates }: Alignment): number => {
  let sum = 0;
  const matedA = new Uint8Array(one.count);
  const matedB = new Uint8Array(two.count);
  for (const { a, b, dx, dy, turn } of mates) {
    const unknown = one.kind[a] === 0 || two.kind[b] === 0;
    sum += pairEvidence(dx, dy, turn, unknown || one.kind[a] === two.kind[b]);
    matedA[a] = 1;
    matedB[b] = 1;
  }
  const laid = lay(two, pose);
  const alone = lonely(one.x, one.y, matedA, laid.x, laid.y) + lonely(laid.x, laid.y, matedB, one.x, one.y);
  return sum + 0.5 * alone * Math.log(1 - COMPARE.likelihood.found);
};

/** Rises with the logarithm as it stands, equals it where it is large, and never falls below 0. */
const positive = (logarithm: number): number =>
  COMPARE.softness * Math.log1p(Math.exp(logarithm / COMPARE.softness));

/**
 * Similarity of two templates: the natural logarithm of how much likelier one finger than two made them, bent so that
 * it stays above 0. Symmetric to within rounding; templates of any resolution. Templates without neighbouring minutiae
 * that agree compare to 0.
 */
export const compareFingers = (a: FingerTemplate, b: FingerTemplate): number => {
  const one = prepared(a);
  const two = prepared(b);
  const hopeful = findRoots(one, two)
    .map((root) => ({ ...root, promise: promise(one, two, root.a, root.b) }))
    .sort((x, y) => y.promise - x.promise);
  let best = Number.NEGATIVE_INFINITY;
  let tried = 0;
  const settled = new Set<number>();
  for (const { a: i, b: j } of hopeful) {
    // A root that an alignment has already mated would lead to the same alignment.
    if (settled.has(i * two.count + j)) continue;
    const alignment = alignFrom(one, two, i, j);
    for (const mate of alignment.mates) settled.add(mate.a * two.count + mate.b);
    best = Math.max(best, evidence(one, two, alignment));
    tried += 1;
    if (tried === COMPARE.alignments) break;
  }
  return tried === 0 ? 0 : positive(best);
};
