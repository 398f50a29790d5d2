import { describe, expect, test } from "vitest";
import type { GreyImage } from "../../../api/words/sample.ts";
import { compareFingers } from "../../../models/finger/compare/compare.ts";
import { isSameFinger } from "../../../models/finger/compare/thresholds.ts";
import { assessFinger, extractFinger } from "../../../models/finger/extract.ts";
import { FINGER_MEASURES } from "../../../models/finger/measures/list.ts";
import type { FingerAssessment } from "../../../models/finger/quality.ts";
import { Dice } from "../../../models/synthetic/dice.ts";
import type { Condition } from "../../../models/synthetic/fingerprint/condition.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";

const masters = ["quality-1", "quality-2", "quality-3"].map((seed) => masterPrint(seed));
const asked: Partial<Condition> = {
  moisture: 0,
  pressure: 0.5,
  wear: 0,
  rotation: 0,
  shiftX: 0,
  shiftY: 0,
  drag: 0,
  residue: 0,
};
/** Grown once: half the tests look at the same fingers as asked. */
const grown = new Map<string, GreyImage>();
const print = (finger: number, condition: Partial<Condition> = {}, name = "a"): GreyImage => {
  const key = JSON.stringify([finger, condition, name]);
  const made =
    grown.get(key) ??
    impression(masters[finger]!, name, {
      width: 320,
      height: 400,
      ppi: 500,
      condition: { ...asked, ...condition },
    }).image;
  grown.set(key, made);
  return made;
};
const judged = new WeakMap<GreyImage, FingerAssessment>();
/** Assessed once. */
const assess = (image: GreyImage): FingerAssessment => {
  const found = judged.get(image) ?? assessFinger(image, 500);
  judged.set(image, found);
  return found;
};

const scoreOf = ({ quality }: FingerAssessment): number =>
  quality.kind === "assessed" ? quality.scalar : Number.NaN;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const over = (condition: Partial<Condition>) =>
  mean([0, 1, 2].map((finger) => scoreOf(assess(print(finger, condition)))));

describe("score", () => {
  test("a well taken print is good and needs no advice", () => {
    for (const finger of [0, 1, 2]) {
      const assessment = assess(print(finger));
      expect(scoreOf(assessment)).toBeGreaterThan(60);
      expect(assessment.reasons).toEqual([]);
      expect(assessment.algorithm.name).not.toMatch(/NFIQ/u);
    }
  });

  test.each([
    ["dryness", [{ moisture: -0.1 }, { moisture: -0.7 }, { moisture: -0.98, pressure: 0.2 }]],
    ["wear of dry skin", [{ wear: 0 }, { wear: 0.6, moisture: -0.5 }, { wear: 0.98, moisture: -0.95 }]],
    ["a finger that slides off the glass", [{ shiftY: 0 }, { shiftY: 160 }, { shiftY: 260 }]],
  ] as const)("falls with %s", (_name, steps) => {
    const scores = steps.map(over);
    expect(scores[0]).toBeGreaterThan(scores[1]!);
    expect(scores[1]).toBeGreaterThan(scores[2]! + 5);
  });

  test("a better score means a better comparison", () => {
    const reference = extractFinger(print(0, {}, "reference"), 500).template;
    const worse = extractFinger(print(0, { moisture: -0.9, wear: 0.7 }), 500);
    const better = extractFinger(print(0), 500);
    expect(better.template.quality).toBeGreaterThan(worse.template.quality);
    expect(compareFingers(reference, better.template)).toBeGreaterThan(
      compareFingers(reference, worse.template),
    );
    const stranger = extractFinger(print(1), 500).template;
    expect(isSameFinger(compareFingers(reference, better.template), "1 in 10000")).toBe(true);
    expect(isSameFinger(compareFingers(reference, stranger), "1 in 100")).toBe(false);
  });

  test("every measure has a name, a unit and a value on a print, and a reason where there is none", () => {
    const there = assess(print(1)).measures;
    const nothing = assessFinger(
      { width: 300, height: 300, pixels: new Uint8Array(90_000).fill(240) },
      500,
    ).measures;
    expect(new Set(FINGER_MEASURES.map((measure) => measure.id)).size).toBe(FINGER_MEASURES.length);
    for (const { id, unit } of FINGER_MEASURES) {
      expect(unit).not.toBe("");
      expect(there[id]?.kind).toBe("assessed");
      expect(nothing[id]?.kind).toBe("failure-to-assess");
    }
  });
});

test("what one print measures has not changed unnoticed", () => {
  const measured = Object.fromEntries(
    Object.entries(assess(print(0)).measures).map(([id, result]) => [
      id,
      result.kind === "assessed" ? Number(result.raw.toPrecision(4)) : result.kind,
    ]),
  );
  expect(measured).toMatchInlineSnapshot(`
    {
      "certainty-of-blocks": 0.8549,
      "coherent-blocks": 93,
      "direction-bias": 0.05757,
      "flow-of-blocks": 0.3674,
      "foreground-area": 282.8,
      "foreign-ridges": 0.001752,
      "frequency-domain": 0.8258,
      "frequency-spread": 0.112,
      "grey-level": 139,
      "local-clarity": 0.9429,
      "minutiae-count": 46,
      "minutiae-quality": 95.02,
      "orientation-certainty": 0.8473,
      "orientation-flow": 4.799,
      "picture-mean": 150.4,
      "region-mean": 131.4,
      "ridge-contrast": 44.15,
      "ridge-period": 9.522,
      "ridge-share": 0.4379,
      "ridge-valley-uniformity": 0.07906,
      "usable-area": 282.1,
      "width-ratio": 0.2565,
    }
  `);
});

/** The picture as the sensor sees a finger that slides `length` pixels while it is read. */
const slid = (image: GreyImage, length: number, along: "x" | "y"): GreyImage => {
  const { width, height, pixels } = image;
  const out = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let k = 0; k < length; k += 1) {
        const [px, py] = along === "x" ? [Math.min(width - 1, x + k), y] : [x, Math.min(height - 1, y + k)];
        sum += pixels[py * width + px]!;
      }
      out[y * width + x] = Math.round(sum / length);
    }
  return { width, height, pixels: out };
};
const GLASS = 225;
const faded = (image: GreyImage, share: number): GreyImage => ({
  ...image,
  pixels: image.pixels.map((grey) => Math.round(GLASS - (GLASS - grey) * share)),
});
const tipOf = (image: GreyImage): GreyImage => ({
  ...image,
  pixels: image.pixels.map((grey, at) => {
    const [x, y] = [at % image.width, Math.floor(at / image.width)];
    return Math.hypot((x - 160) / 60, (y - 200) / 75) > 1 ? GLASS : grey;
  }),
});

const [NOISE_WIDTH, NOISE_HEIGHT] = [300, 400];
const noise = (): GreyImage => {
  const dice = new Dice("noise");
  const pixels = Uint8Array.from({ length: NOISE_WIDTH * NOISE_HEIGHT }, () => dice.whole(0, 255));
  return { width: NOISE_WIDTH, height: NOISE_HEIGHT, pixels };
};
/** White noise smoothed by one Gauss less the same smoothed by another, in pixels: lines of about one period everywhere. */
const banded = (fine: number, coarse: number): GreyImage => {
  const white = noise();
  const smoothed = (sigma: number): Float64Array => {
    const reach = Math.ceil(3 * sigma);
    const taps = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / sigma) ** 2));
    const sum = taps.reduce((all, tap) => all + tap, 0);
    const along = (from: ArrayLike<number>, step: number) =>
      Float64Array.from(from, (_, at) =>
        taps.reduce((all, tap, i) => all + (tap / sum) * (from[at + (i - reach) * step] ?? 128), 0),
      );
    return along(along(white.pixels, 1), NOISE_WIDTH);
  };
  const [sharp, soft] = [smoothed(fine), smoothed(coarse)];
  const band = sharp.map((value, at) => value - soft[at]!);
  const spread = Math.sqrt(band.reduce((all, value) => all + value * value, 0) / band.length);
  return {
    ...white,
    pixels: new Uint8Array(Uint8ClampedArray.from(band, (value) => 128 + (50 * value) / spread)),
  };
};

describe("reasons", () => {
  test.each([
    { moisture: -0.98, pressure: 0.25, wear: 0.4, reason: "too-dry" },
    { moisture: 0.98, pressure: 0.98, wear: 0.9, shiftY: 150, reason: "too-wet" },
    { shiftY: 220, reason: "too-far-down" },
    { shiftY: -240, reason: "too-far-up" },
    { shiftX: -200, reason: "too-far-left" },
    { shiftX: 200, reason: "too-far-right" },
  ])("$reason is said of most prints that are so", ({ reason, ...condition }) => {
    const said = [0, 1, 2].filter((finger) =>
      (assess(print(finger, condition)).reasons as readonly string[]).includes(reason),
    );
    expect(said.length).toBeGreaterThanOrEqual(2);
  });

  test.each([
    ["moved", (finger: number) => slid(print(finger, { shiftY: 90 }), 9, "x")],
    ["moved", (finger: number) => slid(print(finger, { shiftY: 90 }), 9, "y")],
    ["press-harder", (finger: number) => faded(print(finger, { pressure: 0.05, moisture: -0.3 }), 0.2)],
    ["too-small", (finger: number) => tipOf(print(finger))],
    ["smudged-glass", (finger: number) => print(finger, { residue: 1, shiftY: 170 }, "c")],
  ] as const)("%s is said of most prints that are so, and of none as asked", (reason, made) => {
    const saidOf = (image: GreyImage) => (assess(image).reasons as readonly string[]).includes(reason);
    expect([0, 1, 2].filter((finger) => saidOf(made(finger))).length).toBeGreaterThanOrEqual(2);
    expect([0, 1, 2].some((finger) => saidOf(print(finger)))).toBe(false);
  });

  test.each([0, 128, 255])("grey %d is no finger: quality 0, said so", (grey) => {
    const assessment = assessFinger(
      { width: 300, height: 400, pixels: new Uint8Array(120_000).fill(grey) },
      500,
    );
    expect(assessment.quality).toMatchObject({ kind: "assessed", scalar: 0 });
    expect(assessment.reasons).toEqual(["nothing-there"]);
  });

  test.each([
    { name: "white", ppi: 500, made: () => noise() },
    { name: "white, said to be coarse", ppi: 150, made: () => noise() },
    // Lines as far apart as ridges, as a band of noise has them.
    { name: "lines of 12 pixels", ppi: 500, made: () => banded(2.6, 4) },
    { name: "lines of 14 pixels", ppi: 500, made: () => banded(3.4, 3.7) },
    { name: "lines of 10 pixels", ppi: 500, made: () => banded(2, 2.4) },
    { name: "lines of 18 pixels", ppi: 500, made: () => banded(4, 6) },
  ])("noise is no finger: $name", ({ ppi, made }) => {
    const { template, assessment } = extractFinger(made(), ppi);
    expect(template.quality).toBe(0);
    expect(assessment.quality).toMatchObject({ kind: "assessed", scalar: 0 });
    expect(assessment.reasons).toEqual(["nothing-there"]);
  });

  test("a picture too small for a print cannot be assessed, which is a value", () => {
    const { quality } = assessFinger({ width: 40, height: 40, pixels: new Uint8Array(1600) }, 500);
    expect(quality.kind).toBe("failure-to-assess");
  });
});
