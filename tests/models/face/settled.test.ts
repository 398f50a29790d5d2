import { describe, expect, test } from "vitest";
import { settledBox, settledFace } from "../../../models/face/stages/net-settled.ts";
import type { FaceLandmarks } from "../../../models/face/stages/net-answer.ts";
import { Dice } from "../../../models/synthetic/dice.ts";

const faceOf = (dice: Dice, side: number): FaceLandmarks => ({
  points: Array.from({ length: 98 }, () => ({
    x: dice.between(0, side),
    y: dice.between(0, side),
    sigma: dice.between(0.5, 9),
  })),
  pose: { yaw: dice.between(-30, 30), pitch: dice.between(-30, 30), roll: dice.between(-30, 30) },
  eyeOpening: { right: 0.3, left: 0.3 },
  eyeClosed: { right: dice.between(0, 1), left: dice.between(0, 1) },
  mouthOpening: 0.1,
  gaze: { yaw: dice.between(-9, 9), pitch: dice.between(-9, 9) },
});

const numbers = (value: unknown): number[] =>
  typeof value === "number"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.values(value).flatMap(numbers)
      : [];

const shifted = (value: unknown, by: () => number): unknown =>
  typeof value === "number"
    ? value + by()
    : Array.isArray(value)
      ? value.map((one) => shifted(one, by))
      : Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, shifted(one, by)]));

describe("settled", () => {
  test("a face stays where it was found, to a hundredth of a pixel and of a degree", () => {
    const face = faceOf(new Dice("where it was"), 400);
    const settled = settledFace(face, 400);
    settled.points.forEach(({ x, y, sigma }, i) => {
      const found = face.points[i]!;
      for (const off of [x - found.x, y - found.y, sigma - found.sigma])
        expect(Math.abs(off)).toBeLessThanOrEqual(1 / 128);
    });
    for (const key of ["yaw", "pitch", "roll"] as const)
      expect(Math.abs(settled.pose[key] - face.pose[key])).toBeLessThanOrEqual(1 / 128);
    expect(settledFace(settled, 400)).toEqual(settled);
  });

  test("a small face is not settled more coarsely than its pixels are known", () => {
    const face = faceOf(new Dice("small"), 40);
    const settled = settledFace(face, 40);
    for (const [i, { x }] of settled.points.entries())
      expect(Math.abs(x - face.points[i]!.x)).toBeLessThanOrEqual(1 / 1024);
    expect(settledFace({ ...face, points: [{ x: 0, y: 0, sigma: 0 }] }, 40).points[0]!.sigma).toBeGreaterThan(
      0,
    );
  });

  test("what another processor leaves in the last places moves few of the numbers, and those by one step", () => {
    const dice = new Dice("other places");
    let [moved, all, farthest] = [0, 0, 0];
    for (let count = 0; count < 100; count += 1) {
      const face = faceOf(dice, 400);
      const one = numbers(settledFace(face, 400));
      const other = numbers(
        settledFace(shifted(face, () => dice.between(-8e-6, 8e-6)) as FaceLandmarks, 400),
      );
      one.forEach((value, i) => {
        const off = Math.abs(value - other[i]!);
        all += 1;
        if (off > 8e-6) moved += 1;
        farthest = Math.max(farthest, off);
      });
    }
    expect(all).toBeGreaterThan(29_000);
    expect(farthest).toBeLessThanOrEqual(1 / 64);
    expect(moved).toBeLessThan(all / 1000);
  });

  test("a box", () => {
    const found = { box: [100.123_45, 50.678, 300.2, 310.9], confidence: 0.912_345 } as const;
    const settled = settledBox(found);
    expect(settled.box).toEqual([100.125, 50.6875, 300.1875, 310.90625]);
    expect(settled.confidence).toBeCloseTo(found.confidence, 3);
  });
});
