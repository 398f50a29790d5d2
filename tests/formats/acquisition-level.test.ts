import { expect, test } from "vitest";
import { acquisitionLevel } from "../../api/formats/iso19794/p4.ts";

// ISO/IEC 19794-4:2005, table 1: pixels an inch of a level, reached with a tolerance of 1 %.
test.each([
  [1000, 41],
  [990, 41],
  [989, 35],
  [750, 35],
  [743, 35],
  [742, 31],
  [500, 31],
  [495, 31],
  [494, 20],
  [250, 20],
  [248, 20],
  [247, 10],
  [125, 10],
])("%d ppi is level %d", (ppi, level) => {
  expect(acquisitionLevel(ppi)).toBe(level);
});
