import { describe, expect, test } from "vitest";
import { Dice } from "../../models/synthetic/dice.ts";
import { errorRates, spearman } from "./rates.ts";

const normals = (seed: string, mean: number, count: number) => {
  const dice = new Dice(seed);
  return Array.from({ length: count }, () => dice.normal(mean, 1));
};

describe("error rates", () => {
  test("perfect separation has no errors", () => {
    const rates = errorRates([5, 6, 7], [1, 2, 3]);
    expect([rates.eer, rates.fnmrAt(0.01), rates.zeroFmr]).toEqual([0, 0, 0]);
  });

  test("two unit Gaussians two apart: EER 15.87 %, FNMR 62.8 % at FMR 1 %", () => {
    const rates = errorRates(normals("genuine", 2, 40_000), normals("impostor", 0, 40_000));
    expect(rates.eer).toBeCloseTo(0.1587, 2);
    expect(rates.fnmrAt(0.01)).toBeCloseTo(0.628, 1);
  });

  test("scores that know nothing err half the time", () => {
    expect(errorRates(normals("a", 0, 20_000), normals("b", 0, 20_000)).eer).toBeCloseTo(0.5, 1);
  });

  test("a missing template is a false non-match at every threshold", () => {
    expect(errorRates([-Infinity, 9, 9, 9], [1, 2, 3]).zeroFmr).toBe(0.25);
  });

  test("the threshold keeps its promise", () => {
    const impostor = normals("impostor", 0, 5000);
    const rates = errorRates(normals("genuine", 2, 5000), impostor);
    for (const share of [0.1, 0.01, 0.001])
      expect(impostor.filter((score) => score >= rates.thresholdAt(share)).length / 5000).toBeLessThanOrEqual(
        share,
      );
  });
});

test("rank correlation: 1 for any rising curve, ties at their mean", () => {
  expect(spearman([1, 2, 3, 4], [1, 8, 27, 64])).toBe(1);
  expect(spearman([1, 2, 3, 4], [4, 3, 2, 1])).toBe(-1);
  expect(spearman([1, 2, 2, 3], [1, 2, 2, 3])).toBe(1);
});
