import { expect, test } from "vitest";
import { standInStrokes } from "../../drivers/signature/stand-in.ts";

const signature = {
  maxX: 100,
  maxY: 50,
  maxPressure: 1000,
  points: [0, 1, 2, 3].map((i) => ({ x: i * 10, y: 20, t: i * 100_000, pressure: 500, contact: true })),
};
const reports = (count: number, contact = true) =>
  Array.from({ length: count }, (_, i) => ({ t: 7_000_000 + i * 100_000, contact }));

test("as many reports, from the first contact to the last, in shares of the pad", () => {
  const air = { t: 6_900_000, contact: false };
  const made = standInStrokes([air, ...reports(4), { t: 7_400_000, contact: false }], signature);
  expect(made.map(({ x, contact }) => [x, contact])).toEqual([
    [0, false],
    [0, true],
    [0.1, true],
    [0.2, true],
    [0.3, true],
    [0.3, false],
  ]);
  expect(made[1]).toEqual({ x: 0, y: 0.4, pressure: 0.5, contact: true });
  expect(made[0]!.pressure).toBe(0);
});

test("who took longer is stood in for by one who signs again, the pen lifted in between", () => {
  const made = standInStrokes(reports(9), signature);
  expect(made.map(({ x, contact }) => [x, contact])).toEqual([
    [0, true],
    [0.1, true],
    [0.2, true],
    [0.3, true],
    [0, false],
    [0, true],
    [0.1, true],
    [0.2, true],
    [0.3, true],
  ]);
});

test("a pen that never touched touches nowhere", () => {
  expect(standInStrokes(reports(3, false), signature).some(({ contact }) => contact)).toBe(false);
});
