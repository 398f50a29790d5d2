import { expect, test } from "vitest";
import { PARTS, type Part } from "../../models/face/stages/net-segment.ts";
import { LEAST_WEARERS, PartsTally } from "./face-parts.ts";
import type { Group } from "./face-sets.ts";

/** Ten pixels of each of these: what it is, what it was taken for. */
const pixels = (...pairs: readonly (readonly [Part, Part])[]) => {
  const counts = new Float64Array(PARTS.length * PARTS.length);
  for (const [is, seen] of pairs) counts[PARTS.indexOf(is) * PARTS.length + PARTS.indexOf(seen)]! += 10;
  return counts;
};
const hat: Group = { name: "held-out, hat", of: "covering" };
const cap: Group = { name: "held-out, cap", of: "covering" };
const bare: Group = { name: "held-out, bare-headed", of: "covering" };
const dark: Group = { name: "held-out, dark lenses", partsOf: "lenses" };
const tallied = (people: readonly (readonly [Float64Array, readonly Group[]])[], times = LEAST_WEARERS) => {
  const tally = new PartsTally();
  for (let i = 0; i < times; i++) for (const [counts, groups] of people) tally.count(counts, groups);
  return tally.groupRows();
};

test("each group has its own IoU of the thing that its people wear, and the worst is compared with the best", () => {
  const rows = tallied([
    [pixels(["covering", "covering"], ["covering", "hair"]), [hat]],
    [pixels(["covering", "covering"], ["covering", "covering"], ["skin", "covering"]), [cap]],
    [pixels(["skin", "skin"], ["hair", "covering"]), [bare]],
  ]);
  const found = rows.map(({ name, value, bar }) => [name, Number(value.toFixed(3)), bar]);
  // Nobody bare-headed wears a covering, and nobody glasses: no rows of those.
  expect(found).toEqual([
    ["held-out, hat: covering, IoU, 40 wear it", 0.5, ">= 0.85"],
    ["held-out, cap: covering, IoU, 40 wear it", 0.667, ">= 0.85"],
    ["by covering, covering, 1 - IoU: worst (hat) over best (cap)", 1.5, undefined],
  ]);
});

test("who wears none counts by the pixels that were taken for it; too few wearers are not reported", () => {
  const women: Group = { name: "held-out, women", of: "sex" };
  const people = [
    [pixels(["covering", "covering"]), [women]],
    [pixels(["hair", "covering"]), [women]],
  ] as const;
  expect(tallied(people).map(({ name, value }) => [name, value])).toEqual([
    ["held-out, women: covering, IoU, 40 wear it", 0.5],
  ]);
  expect(tallied(people, LEAST_WEARERS - 1)).toEqual([]);
});

test("a rim taken for a lens is glasses; the interval holds the value and is wide where people differ", () => {
  const clear = pixels(["glasses-frame", "lens"], ["lens", "lens"]);
  const missed = pixels(["lens", "skin"]);
  const [row] = tallied([
    [clear, [dark]],
    [missed, [dark]],
  ]);
  expect(row).toMatchObject({ name: "held-out, dark lenses: glasses, IoU, 80 wear it", bar: ">= 0.85" });
  expect(row!.value).toBeCloseTo(2 / 3, 9);
  const [low, high] = row!.interval!;
  expect(low).toBeGreaterThan(0.5);
  expect(low).toBeLessThan(row!.value - 0.02);
  expect(high).toBeGreaterThan(row!.value + 0.02);
  expect(high).toBeLessThan(0.8);
});
