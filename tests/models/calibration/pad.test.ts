import { describe, expect, test } from "vitest";
import type { Measurement } from "../../../api/words/calibration.ts";
import {
  measureDeadZones,
  measureMapping,
  measurePressure,
  measureReportRate,
  measureScreen,
} from "../../../models/calibration/pen.ts";
import { padPattern, screenMarks } from "../../../models/calibration/pad-pattern.ts";
import {
  hatch,
  pressSlowly,
  setWeights,
  touchCrosses,
  touchMarks,
  type SyntheticPad,
} from "../../../models/synthetic/targets/pen.ts";

const pad: SyntheticPad = {
  seed: "a sound pad",
  maxX: 9600,
  maxY: 6000,
  maxPressure: 1023,
  widthMm: 96,
  rate: 200,
};
const of = (measurements: readonly Measurement[], id: string): Measurement =>
  measurements.find((one) => one.id === id)!;

describe("a signature pad", () => {
  test("the mapping's scale and offset are the true ones", () => {
    const sound = measureMapping(touchCrosses(pad));
    expect(sound.every(({ passed }) => passed)).toBe(true);
    const off = measureMapping(touchCrosses({ ...pad, scale: { x: 1.02, y: 1 }, offset: { x: 0, y: 1.5 } }));
    expect(of(off, "mapping-scale-x").value).toBeCloseTo(2, 1);
    expect(of(off, "mapping-scale-x").passed).toBe(false);
    expect(of(off, "mapping-scale-y").value).toBeCloseTo(0, 1);
    expect(of(off, "mapping-offset").passed).toBe(false);
    expect(of(off, "mapping-rest").passed).toBe(true);
  });

  test("a cross that was left out is said", () => {
    const whole = touchCrosses(pad);
    expect(() => measureMapping({ ...whole, points: whole.points.slice(30) })).toThrow(
      /4 touches were seen and 5/u,
    );
  });

  test("pressure that ends early, or comes in steps, is found", () => {
    expect(measurePressure(pressSlowly(pad)).every(({ passed }) => passed)).toBe(true);
    expect(of(measurePressure(pressSlowly({ ...pad, top: 0.4 })), "pressure-top")).toMatchObject({
      passed: false,
    });
    const coarse = measurePressure(pressSlowly({ ...pad, steps: 8 }));
    expect(of(coarse, "pressure-levels")).toMatchObject({ value: 9, passed: false });
    expect(of(coarse, "pressure-gaps").passed).toBe(false);
  });

  test("reference weights tell the departure from the line of force", () => {
    const grams = [50, 100, 200, 300, 400];
    const sound = measurePressure(setWeights(pad, grams, 500), grams);
    expect(of(sound, "pressure-linearity").value).toBeLessThan(0.5);
    // Everything over 200 g looks alike: residuals of a line through 0.1 0.2 0.4 0.4 0.4.
    const saturated = measurePressure(setWeights({ ...pad, top: 0.4 }, grams, 500), grams);
    expect(of(saturated, "pressure-linearity").value).toBeGreaterThan(6);
  });

  test("dead zones are found where they are, and only they", () => {
    expect(measureDeadZones(hatch(pad)).dead).toEqual([]);
    const { dead, measurements } = measureDeadZones(
      hatch({ ...pad, dead: [{ x: 40, y: 20, width: 16, height: 11 }] }),
    );
    expect(of(measurements, "dead-area").passed).toBe(false);
    expect(of(measurements, "hatch-coverage").passed).toBe(true);
    expect(dead.length).toBeGreaterThanOrEqual(4);
    for (const { x, y } of dead) {
      expect(Math.abs(x - 48)).toBeLessThan(8);
      expect(Math.abs(y - 25.5)).toBeLessThan(6);
    }
  });

  test("half a hatching is no whole one", () => {
    const whole = hatch(pad);
    const half = { ...whole, points: whole.points.slice(0, whole.points.length / 2) };
    expect(of(measureDeadZones(half).measurements, "hatch-coverage").passed).toBe(false);
  });

  test("the report rate and lost reports are the true ones", () => {
    expect(of(measureReportRate(hatch(pad)), "report-rate").value).toBeCloseTo(200, 0);
    expect(of(measureReportRate(hatch({ ...pad, rate: 60 })), "report-rate")).toMatchObject({
      passed: false,
    });
    const losing = of(measureReportRate(hatch({ ...pad, lost: 0.08 })), "report-gaps");
    expect(losing).toMatchObject({ passed: false });
    expect(losing.value).toBeCloseTo(8, -0.5);
  });

  test("the screen's crosses are drawn by lot, spread over the pad, and stand in the picture where they are asked for", () => {
    const drawn = Array.from({ length: 40 }, (_none, i) => screenMarks(`${i}`));
    expect(new Set(drawn.map((marks) => JSON.stringify(marks))).size).toBe(40);
    for (const marks of drawn) {
      expect(marks).toHaveLength(5);
      for (const of of ["x", "y"] as const) {
        const places = marks.map((mark) => mark[of]);
        expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(0.5);
      }
    }
    const { pixels, width } = padPattern(drawn[0]!, { width: 320, height: 200 });
    for (const { x, y } of drawn[0]!)
      expect(pixels[(Math.round(y * 199) * width + Math.round(x * 319)) * 3]).toBe(0);
    // As much black as five crosses and a frame have, and no more.
    const black = pixels.filter((value) => value === 0).length / 3;
    expect(black).toBeLessThan(2 * (320 + 200) + 5 * 55);
  });

  test("who touches the crosses of the screen has seen them; a screen that lies beside the pen is told in millimetres", () => {
    const marks = screenMarks("sound");
    const sound = measureScreen(touchMarks(pad, marks.toReversed()), marks);
    expect(sound.map(({ id }) => id)).toEqual([
      "screen-touched",
      "screen-offset",
      "screen-scale-x",
      "screen-scale-y",
    ]);
    expect(sound.every(({ passed }) => passed)).toBe(true);
    const shifted = measureScreen(touchMarks({ ...pad, offset: { x: 3, y: -2 } }, marks), marks);
    expect(of(shifted, "screen-offset").value).toBeCloseTo(Math.hypot(3, 2), 0);
    expect(of(shifted, "screen-offset").passed).toBe(false);
    const wide = measureScreen(touchMarks({ ...pad, scale: { x: 1.05, y: 1 } }, marks), marks);
    expect(of(wide, "screen-scale-x").value).toBeCloseTo(5, 0);
    expect(of(wide, "screen-scale-x").passed).toBe(false);
  });

  test("who does not see the crosses, or touches everywhere, is found", () => {
    const marks = screenMarks("dark");
    expect(of(measureScreen(touchCrosses(pad), marks), "screen-touched").passed).toBe(false);
    const everywhere = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((y) =>
      [0.1, 0.3, 0.5, 0.7, 0.9].map((x) => ({ x, y })),
    );
    expect(of(measureScreen(touchMarks(pad, everywhere), marks), "screen-touched").passed).toBe(false);
  });
});
