import { describe, expect, test } from "vitest";
import type { FingerTemplate, Minutia } from "../../../api/words/finger.ts";
import { compareFingers } from "../../../models/finger/compare/compare.ts";
import { isSameFinger } from "../../../models/finger/compare/thresholds.ts";
import { extractFinger } from "../../../models/finger/extract.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";

/** A small reproducible generator (mulberry32): the tests need the same prints each time. */
const numbers = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

const template = (minutiae: readonly Minutia[], ppi = 500): FingerTemplate => ({
  position: "unknown",
  impression: "live-plain",
  width: 400,
  height: 400,
  ppi,
  quality: 60,
  minutiae,
});

const random = (seed: number, count = 40): Minutia[] => {
  const next = numbers(seed);
  return Array.from({ length: count }, () => ({
    kind: next() < 0.5 ? "ending" : "bifurcation",
    x: 60 + next() * 260,
    y: 40 + next() * 320,
    angle: next() * 360,
    quality: 40 + Math.floor(next() * 60),
  }));
};

/** Turned about the middle, shifted, shaken, some lost and some added. */
const again = (minutiae: readonly Minutia[], degrees: number, seed: number): Minutia[] => {
  const next = numbers(seed);
  const turn = (degrees * Math.PI) / 180;
  const shake = (size: number) => (next() + next() - 1) * size;
  const kept = minutiae
    .filter(() => next() < 0.75)
    .map((m) => {
      const [dx, dy] = [m.x - 200, m.y - 200];
      return {
        ...m,
        x: 210 + Math.cos(turn) * dx + Math.sin(turn) * dy + shake(4),
        y: 190 - Math.sin(turn) * dx + Math.cos(turn) * dy + shake(4),
        angle: (m.angle + degrees + shake(10) + 720) % 360,
      };
    });
  return [...kept, ...random(seed + 1000, 6)];
};

describe("comparison", () => {
  test("the same finger scores above every other finger, whatever its rotation", () => {
    const fingers = [1, 2, 3, 4, 5, 6].map((seed) => random(seed));
    const genuine = fingers.map((finger, i) =>
      compareFingers(template(finger), template(again(finger, i * 25, i + 50))),
    );
    const impostor = fingers.flatMap((a, i) =>
      fingers.slice(i + 1).map((b) => compareFingers(template(a), template(b))),
    );
    expect(Math.min(...genuine)).toBeGreaterThan(2 * Math.max(...impostor));
  });

  test("order of the two does not matter much", () => {
    const finger = random(9);
    const other = again(finger, 12, 3);
    const forth = compareFingers(template(finger), template(other));
    const back = compareFingers(template(other), template(finger));
    expect(Math.abs(forth - back)).toBeLessThan(0.1 * forth);
  });

  test("templates of different resolutions are compared at one scale", () => {
    const finger = random(11);
    const fine = finger.map((m) => ({ ...m, x: m.x * 2, y: m.y * 2 }));
    expect(compareFingers(template(finger), template(fine, 1000))).toBeCloseTo(
      compareFingers(template(finger), template(finger)),
      3,
    );
  });

  test("wrong resolution is not forgiven", () => {
    const finger = random(12);
    const fine = finger.map((m) => ({ ...m, x: m.x * 2, y: m.y * 2 }));
    expect(compareFingers(template(finger), template(fine))).toBeLessThan(
      0.3 * compareFingers(template(finger), template(finger)),
    );
  });

  test.each([0, 1, 2])("%d minutiae give no evidence of the same finger", (count) => {
    expect(compareFingers(template(random(1, count)), template(random(1, 40)))).toBeLessThan(20);
    expect(compareFingers(template([]), template([]))).toBe(0);
  });
});

describe("the uniqueness check of an enrolment", () => {
  const condition = { moisture: 0, pressure: 0.5, wear: 0.1, residue: 0 };
  const size = { width: 320, height: 400, ppi: 500, condition };
  const masters = ["thumb", "index", "middle", "ring"].map((finger) => masterPrint(`unique-${finger}`));
  const taken = (visit: string) =>
    masters.map((master) => extractFinger(impression(master, visit, size).image, 500).template);
  const [first, second] = [taken("first"), taken("second")];

  test("knows a finger that is laid down twice, and takes no finger for another", () => {
    for (const [i, a] of first.entries())
      for (const [j, b] of second.entries())
        expect([i, j, isSameFinger(compareFingers(a, b), "1 in 10000")]).toEqual([i, j, i === j]);
  });
});
