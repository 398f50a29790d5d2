/** Where measures and criteria turn: at the limit itself, one step beside it, and at the edge of the picture. */
import { describe, expect, test } from "vitest";
import { colourSpace, greyLevels, redness } from "../../../models/face/criteria/pixels.ts";
import { brokenRules } from "../../../models/face/criteria/region.ts";
import { blackedShadows, clippedHighlights } from "../../../models/face/measures/exposure-fair.ts";
import { eyesVisible } from "../../../models/face/measures/eyes-visible.ts";
import { regionHistogram, squareHistogram } from "../../../models/face/measures/histogram.ts";
import { naturalColour } from "../../../models/face/measures/natural-colour.ts";
import { shareWhere } from "../../../models/face/measures/share.ts";
import { labOf } from "../../../models/face/stages/colour.ts";
import { LANDMARK } from "../../../models/face/stages/geometry.ts";
import { EXPOSURE, RED_EYE } from "../../../models/params/face.ts";

type Colour = readonly [number, number, number];
const picture = (colours: readonly (readonly [number, number, number])[], width = colours.length) => ({
  width,
  height: colours.length / width,
  pixels: Uint8Array.from(colours.flat()),
});
const all = (colour: Colour) => picture(Array.from({ length: 21 }, () => colour));
/** Levels that occur, and their shares. */
const told = (bins: Float64Array) =>
  Object.fromEntries([...bins].flatMap((share, level) => (share === 0 ? [] : [[level, share]])));
const outside = (value: number, low: number, high: number) => Math.max(0, low - value, value - high);
/** How far the mean of a and that of b are from where skin lies: 5 to 25, 5 to 35. */
const away = (...colours: readonly Colour[]) => {
  const labs = colours.map(([r, g, b]) => labOf(r, g, b));
  const mean = (pick: "a" | "b") => labs.reduce((sum, lab) => sum + lab[pick], 0) / labs.length;
  return Math.hypot(outside(mean("a"), 5, 25), outside(mean("b"), 5, 35));
};
const levels = Array.from({ length: 256 }, (_, level) => level);

describe("grey levels and colour", () => {
  test.each([
    ["red", 0, 77],
    ["green", 1, 150],
    ["blue", 2, 29],
  ])("a ramp of %s alone has as many grey levels as its weight", (_name, channel, many) => {
    const ramp = levels.map((level) => [0, 0, 0].with(channel, level) as [number, number, number]);
    expect(greyLevels(picture(ramp))).toBe(many);
  });

  test("a picture is grey while its channels differ by no more than the tolerance", () => {
    const apart = levels.find((step) => colourSpace(all([100 + step, 100, 100])) === 1) ?? 0;
    expect(apart).toBeGreaterThan(1);
    for (const colour of [
      [100 + apart, 100, 100],
      [100, 100 + apart, 100 + apart],
      [100, 100, 100 + apart],
    ] as const) {
      expect(colourSpace(all(colour)), colour.join(" ")).toBe(1);
      expect(
        colourSpace(
          all([100, 100, 100].map((low, i) => (colour[i] === low ? low : low + apart - 1)) as never),
        ),
      ).toBe(3);
    }
  });
});

describe("red eyes", () => {
  /** Eyes 100 apart; the pupils' discs have a radius of their share of that. */
  const points = Array.from({ length: 98 }, () => ({ x: 0, y: 0 }));
  const eye = (at: { readonly outer: number; readonly inner: number }, x: number) => {
    points[at.outer] = { x: x - 10, y: 0 };
    points[at.inner] = { x: x + 10, y: 0 };
  };
  eye(LANDMARK.rightEye, 0);
  eye(LANDMARK.leftEye, 100);
  const rednessAt = (right: number, left: number, colour: (x: number, y: number) => Colour) => {
    const frame = picture(
      Array.from({ length: 101 * 8 }, (_, at) => colour(at % 101, Math.floor(at / 101))),
      101,
    );
    return redness(frame, {
      points,
      pupils: { right: { x: right, y: 0 }, left: { x: left, y: 0 } },
    });
  };
  const [red, grey] = [
    [200, 0, 0],
    [90, 90, 90],
  ] as const;

  test("the redder pupil counts, up to the picture's very edge", () => {
    expect(rednessAt(0, 100, (x) => (x > 50 ? red : grey))).toBeCloseTo(labOf(...red).a, 6);
    expect(rednessAt(0, 100, (x) => (x <= 50 ? red : grey))).toBeCloseTo(labOf(...red).a, 6);
    // One column of the disc, one row of it: the mean has them all, and nothing beyond the disc.
    const column = rednessAt(0, 60, (x) => (x === 0 ? red : grey));
    const row = rednessAt(60, 60, (_x, y) => (y === 0 ? red : grey));
    const far = rednessAt(60, 60, (x, y) => (Math.hypot(x - 60, y) > 100 * RED_EYE.radius ? red : grey));
    expect(column).toBeGreaterThan(labOf(...grey).a);
    expect(row).toBeGreaterThan(labOf(...grey).a);
    expect(far).toBeCloseTo(labOf(...grey).a, 6);
  });

  test("pupils outside of the picture cannot be judged", () => {
    expect(rednessAt(-90, 300, () => grey)).not.toBeTypeOf("number");
  });
});

describe("the edge of the portrait", () => {
  const EDGE = 0.01;
  const head = { eyeDistance: 0.5, headWidth: 1, crownAboveEyes: 0 };
  test("a head that touches the margin is inside it, and outside one step further", () => {
    expect(brokenRules({ t: 0.25, eyesAt: EDGE }, head)).not.toContain("margin above");
    expect(brokenRules({ t: 0.25, eyesAt: EDGE - 1e-9 }, head)).toContain("margin above");
    expect(brokenRules({ t: 0.5 - EDGE, eyesAt: 0.5 }, head)).not.toContain("margin below");
    expect(brokenRules({ t: 0.5 - EDGE + 1e-9, eyesAt: 0.5 }, head)).toContain("margin below");
  });
});

describe("histograms", () => {
  const values = { width: 3, height: 2, values: Float32Array.of(0, 10.4, 10.6, 255, 10, 0) };

  test("of a region count its pixels alone, as shares", () => {
    const region = { width: 3, height: 2, inside: Uint8Array.of(1, 1, 1, 1, 0, 0), count: 4 };
    expect(told(regionHistogram(values, region))).toEqual({ 0: 0.25, 10: 0.25, 11: 0.25, 255: 0.25 });
    const none = { ...region, inside: new Uint8Array(6), count: 0 };
    expect(told(regionHistogram(values, none))).toEqual({});
  });

  test.each<[string, [number, number, number, number], object]>([
    ["all of it", [0, 0, 3, 2], { 0: 2 / 6, 10: 2 / 6, 11: 1 / 6, 255: 1 / 6 }],
    ["beyond the left and the top", [-1, -1, 2, 2], { 0: 1 }],
    ["beyond the right and the bottom", [1, 1, 5, 5], { 10: 0.5, 0: 0.5 }],
    ["in the middle", [1, 0, 1, 2], { 10: 1 }],
    ["outside", [7, 0, 2, 2], {}],
  ])("of a square: %s", (_name, [x, y, width, height], bins) => {
    expect(told(squareHistogram(values, { x, y, width, height }))).toEqual(bins);
  });

  test("a share of nothing cannot be told", () => {
    const region = { width: 3, height: 2, inside: new Uint8Array(6), count: 0 };
    expect(shareWhere(values, region, () => true)).not.toBeTypeOf("number");
    const two = { ...region, inside: Uint8Array.of(1, 1, 0, 0, 0, 0), count: 2 };
    expect(shareWhere(values, two, (value) => value > 5)).toBe(0.5);
  });
});

describe("exposure", () => {
  const region = { width: 4, height: 1, inside: Uint8Array.of(1, 1, 1, 0), count: 3 };
  const measured = (measure: typeof clippedHighlights, ...colours: (readonly [number, number, number])[]) =>
    measure.measure({ aligned: { image: picture(colours) }, region } as never);
  const { white, black } = EXPOSURE;

  test("the strongest channel decides, at the limit itself, and only within the face", () => {
    expect(
      measured(clippedHighlights, [white, 0, 0], [0, white - 1, 0], [0, 0, white], [255, 255, 255]),
    ).toBe(2 / 3);
    expect(measured(clippedHighlights, [0, white, 0], [9, 9, 9], [9, 9, 9], [9, 9, 9])).toBe(1 / 3);
    expect(measured(blackedShadows, [black, 0, 0], [0, black + 1, 0], [0, 0, black + 1], [0, 0, 0])).toBe(
      1 / 3,
    );
    expect(measured(blackedShadows, [black, black, black], [0, 0, 0], [0, black, 0], [9, 9, 9])).toBe(1);
  });
});

describe("natural colour", () => {
  /** Eyes 10 apart: squares of 3 beside them, 10 below. */
  const anchors = { rightEye: { x: 10, y: 5 }, leftEye: { x: 20, y: 5 }, mouth: { x: 15, y: 25 } };
  const cheeks = (right: readonly [number, number, number], left = right) => {
    const image = picture(
      Array.from({ length: 40 * 30 }, (_, at) => {
        const [x, y] = [at % 40, Math.floor(at / 40)];
        if (y < 15 || y >= 18) return [0, 255, 0];
        if (x >= 7 && x < 10) return right;
        return x >= 20 && x < 23 ? left : [0, 255, 0];
      }),
      40,
    );
    return naturalColour.measure({ aligned: { image, anchors } } as never);
  };
  test.each<[string, readonly [number, number, number]]>([
    ["skin", [180, 140, 120]],
    ["too red", [220, 90, 80]],
    ["too yellow", [220, 180, 60]],
    ["too grey", [128, 126, 125]],
    ["a little too pale", [140, 132, 130]],
  ])("%s", (_name, colour) => {
    expect(cheeks(colour)).toBeCloseTo(away(colour), 6);
  });

  test("both cheeks count alike, and green or blue skin is as far as can be", () => {
    expect(cheeks([220, 90, 80], [128, 126, 125])).toBeCloseTo(away([220, 90, 80], [128, 126, 125]), 6);
    expect(cheeks([90, 160, 90])).toBe(100);
    expect(cheeks([150, 110, 200])).toBe(100);
  });
});

describe("what covers an eye", () => {
  /** Eyes of 20 by 10, 100 apart: with a twentieth of that all round, zones of 30 by 20. */
  const points = Array.from({ length: 98 }, () => ({ x: 0, y: 0 }));
  const box = (all: readonly number[], at: { readonly outer: number; readonly inner: number }, x: number) => {
    for (const [i, n] of all.entries()) points[n] = { x: x + (i % 2 === 0 ? -10 : 10), y: i < 4 ? 45 : 55 };
    points[at.outer] = { x: x - 10, y: 50 };
    points[at.inner] = { x: x + 10, y: 50 };
  };
  box(LANDMARK.rightEyeAll, LANDMARK.rightEye, 50);
  box(LANDMARK.leftEyeAll, LANDMARK.leftEye, 150);
  const coveredShare = (hidden: (x: number, y: number) => boolean) => {
    const inside = Uint8Array.from({ length: 200 * 100 }, (_, at) =>
      hidden(at % 200, Math.floor(at / 200)) ? 0 : 1,
    );
    return eyesVisible.measure({
      landmarks: { points },
      aligned: { fromFrame: { a: 1, b: 0, tx: 0, ty: 0 } },
      visible: { width: 200, height: 100, inside, count: 1 },
    } as never) as number;
  };

  test("is told as the share of the zones, up to their edges on all four sides", () => {
    expect(coveredShare(() => false)).toBe(0);
    expect(coveredShare(() => true)).toBe(1);
    expect(coveredShare((x) => x < 100)).toBeCloseTo(0.5, 6);
    // Beyond each edge nothing counts; within it, a strip as wide as the margin.
    const sides: readonly ((x: number, y: number) => readonly [beyond: boolean, strip: boolean])[] = [
      (_x, y) => [y < 39, y < 45],
      (_x, y) => [y > 61, y >= 55],
      (x) => [x < 34, x < 40],
      (x) => [x > 166, x >= 160],
    ];
    for (const [n, side] of sides.entries()) {
      expect(coveredShare((x, y) => side(x, y)[0])).toBe(0);
      const strip = coveredShare((x, y) => side(x, y)[1]);
      // A quarter of a zone's height; a sixth of one of two zones' widths.
      expect(Math.abs(strip - (n < 2 ? 1 / 4 : 1 / 12))).toBeLessThan(0.04);
    }
  });

  test("cannot be told of eyes without any area", () => {
    const none = eyesVisible.measure({
      landmarks: { points: points.map(() => ({ x: -50, y: -50 })) },
      aligned: { fromFrame: { a: 1, b: 0, tx: 0, ty: 0 } },
      visible: { width: 20, height: 10, inside: new Uint8Array(200), count: 0 },
    } as never);
    expect(none).toMatchObject({ kind: "failure-to-assess" });
  });
});
