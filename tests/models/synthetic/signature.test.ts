import { describe, expect, test } from "vitest";
import { sign, signatureStyle } from "../../../models/synthetic/signature/trajectory.ts";

const pad = { maxX: 10_800, maxY: 6480, maxPressure: 1023, widthMm: 108 };
const people = Array.from({ length: 12 }, (_, k) => `person ${k}`);

const path = (seed: string, signing: string) => {
  const { points } = sign(signatureStyle(seed), signing, pad);
  return Array.from({ length: 50 }, (_, k) => points[Math.floor((k * (points.length - 1)) / 49)]!);
};
const distance = (a: ReturnType<typeof path>, b: ReturnType<typeof path>) =>
  a.reduce((sum, point, i) => sum + Math.hypot(point.x - b[i]!.x, point.y - b[i]!.y), 0) / a.length;

describe("signatures", () => {
  test("the same seeds give the same points; another signing differs", () => {
    const style = signatureStyle("a");
    expect(sign(style, "1", pad)).toEqual(sign(signatureStyle("a"), "1", pad));
    expect(sign(style, "2", pad)).not.toEqual(sign(style, "1", pad));
  });

  test.each(people)(
    "%s: stays on the pad, reports at 200 a second, presses only where the pen touches",
    (seed) => {
      const { points, maxPressure } = sign(signatureStyle(seed), "1", pad);
      expect(points.length).toBeGreaterThan(120);
      expect(points.length).toBeLessThan(2400);
      points.forEach((point, i) => {
        expect(point.t).toBe(i * 5000);
        expect(point.x).toBeGreaterThanOrEqual(0);
        expect(point.x).toBeLessThanOrEqual(pad.maxX);
        expect(point.y).toBeGreaterThanOrEqual(0);
        expect(point.y).toBeLessThanOrEqual(pad.maxY);
        expect(
          point.contact ? point.pressure > 0 && point.pressure <= maxPressure : point.pressure === 0,
        ).toBe(true);
      });
      expect(points.some(({ contact }) => contact)).toBe(true);
    },
  );

  test("the pen never jumps: speed rises and falls smoothly", () => {
    for (const seed of people) {
      const { points } = sign(signatureStyle(seed), "1", pad);
      const speeds = points
        .slice(1)
        .map((point, i) => Math.hypot(point.x - points[i]!.x, point.y - points[i]!.y));
      const top = Math.max(...speeds);
      const jolt = Math.max(...speeds.slice(1).map((speed, i) => Math.abs(speed - speeds[i]!)));
      expect(jolt).toBeLessThan(0.45 * top);
    }
  });

  test("some people lift the pen, and two signings of one are nearer than two people's", () => {
    expect(
      people.some((seed) => sign(signatureStyle(seed), "1", pad).points.some(({ contact }) => !contact)),
    ).toBe(true);
    let nearer = 0;
    for (const [k, seed] of people.entries()) {
      const other = people[(k + 1) % people.length]!;
      if (distance(path(seed, "1"), path(seed, "2")) < distance(path(seed, "1"), path(other, "1")))
        nearer += 1;
    }
    expect(nearer).toBeGreaterThanOrEqual(11);
  });
});
