import { describe, expect, test } from "vitest";
import { wilson, worstOverBest } from "./intervals.ts";

const around = (middle: number, count: number) =>
  Array.from({ length: count }, (_, i) => middle + Math.sin(i * 12.9898) * 0.5);

const groups = (count: number) =>
  new Map([
    ["a", around(2, count)],
    ["b", around(3, count)],
    ["few", [99, 98]],
  ]);

describe("worst group over best", () => {
  test("names both, and its interval holds the ratio and narrows with more values", () => {
    const found = worstOverBest(groups(50), 20)!;
    expect([found.best, found.worst]).toEqual(["a", "b"]);
    expect(found.ratio).toBeCloseTo(1.5, 1);
    expect(found.interval[0]).toBeLessThan(found.ratio);
    expect(found.interval[1]).toBeGreaterThan(found.ratio);
    const more = worstOverBest(groups(2000), 20)!;
    expect(more.interval[1] - more.interval[0]).toBeLessThan(found.interval[1] - found.interval[0]);
    expect(worstOverBest(groups(50), 20)).toEqual(found);
  });

  test("one group alone is not compared", () => {
    expect(worstOverBest(new Map([["a", [1, 2, 3]]]), 2)).toBeUndefined();
  });
});

test("the interval of a share: Wilson's published example, and none beyond 0 and 1", () => {
  const [low, high] = wilson({ hits: 10, all: 100 });
  expect([low.toFixed(4), high.toFixed(4)]).toEqual(["0.0552", "0.1744"]);
  expect(wilson({ hits: 0, all: 20 })[0]).toBeCloseTo(0, 9);
});
