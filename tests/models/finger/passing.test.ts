import { expect, test } from "vitest";
import { extractFinger } from "../../../models/finger/extract.ts";
import { waves } from "./waves.ts";

/** Three sizes, so that memory of one print is too long and too short for the next. */
const PRINTS = (
  [
    [200, 260, 9],
    [240, 300, 8],
    [160, 180, 10],
    [200, 260, 9],
  ] as const
).map(([width, height, period]) => waves(width, height, period, [{ x: width / 2, y: height / 2, turn: 1 }]));

test("prints in passing memory have the same templates and assessments as prints that keep theirs", () => {
  const passing = PRINTS.map((print) => {
    const { template, assessment } = extractFinger(print, 500, { passing: true });
    return { template, assessment };
  });
  const kept = PRINTS.map((print) => extractFinger(print, 500));
  expect(passing).toEqual(kept.map(({ template, assessment }) => ({ template, assessment })));
  expect(passing.map(({ template }) => template.minutiae.length)).toEqual([1, 1, 1, 1]);
  // Those that keep theirs share nothing with one another.
  const [first, , , last] = kept.map(({ features }) => features);
  expect(first?.print.data.buffer).not.toBe(last?.print.data.buffer);
  expect(first?.enhanced.data).toEqual(last?.enhanced.data);
});

test("at another resolution too", () => {
  const print = waves(200, 260, 9);
  const { template } = extractFinger(print, 400, { passing: true });
  expect(template).toEqual(extractFinger(print, 400).template);
});
