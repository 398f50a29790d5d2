/** What is known of the picture at hand, carried into how sure a number is. */
import { describe, expect, test } from "vitest";
import { FACE_MEASURES } from "../../../models/index.ts";
import { UNSURE } from "../../../models/params/uncertainty.ts";
import type { AnyRead } from "../../../models/face/measure.ts";
import { CRITERIA } from "../../../models/face/criteria/table.ts";
import { eyeLineOf, eyesOfLandmarks, LANDMARK } from "../../../models/face/stages/geometry.ts";
import type { StageSet } from "../../../models/face/stages/stage.ts";
import type { Unsure } from "../../../models/face/uncertainty/reading.ts";
import { uncertaintyOf } from "../../../models/face/uncertainty/uncertainty.ts";

const made = (value: unknown) => ({ kind: "made", value, by: { name: "test", version: "1" } });
const setOf = (parts: Readonly<Record<string, unknown>>): StageSet =>
  Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, made(value)]));

/** Eyes 100 apart, 200 above the chin; each point off by as much, the two answers for the pose by `apart` degrees. */
const faceOf = (sigma: number, apart = 1): StageSet => {
  const points = Array.from({ length: 98 }, () => ({ x: 250, y: 400, sigma }));
  const put = (at: number, x: number, y: number) => void (points[at] = { x, y, sigma });
  put(LANDMARK.rightEye.outer, 180, 300);
  put(LANDMARK.rightEye.inner, 220, 300);
  put(LANDMARK.leftEye.inner, 280, 300);
  put(LANDMARK.leftEye.outer, 320, 300);
  put(LANDMARK.chin, 250, 500);
  const eyes = eyesOfLandmarks({ points });
  return setOf({
    frame: { width: 600, height: 800, pixels: new Uint8Array(0) },
    located: { points, apart: { pose: apart } },
    landmarks: { points, pupils: eyes },
    eyes,
    eyeLine: eyeLineOf(eyes),
    pose: { yaw: 3, pitch: 4, roll: 0 },
  });
};

/** A measure with factors of the test's own: what ships is fitted, and changes with the networks. */
const as = (id: string, unsure: Unsure): AnyRead => ({
  ...FACE_MEASURES.find((measure) => measure.id === id)!,
  unsure,
});

describe("how sure a number is", () => {
  // 2 pixels of |dx| + |dy| in the mean are 1.25 along each axis; an eye's centre is the mean of two corners.
  test.each<[string, number]>([
    ["HeadPoseRoll", ((1.25 / 100) * 180) / Math.PI],
    ["HeadSize", (1.25 * Math.sqrt(1 + 1 / 4)) / 800],
    [
      "LeftwardCropOfTheFaceImage",
      0.884 * Math.sqrt(1 / 100 ** 2 + 2 * (200 / 100 ** 2) ** 2 + (2 * 200) / 100 ** 3),
    ],
  ])("%s: its points' uncertainty carried through, as the sum of squares has it", (id, expected) => {
    expect(uncertaintyOf(as(id, { points: 1 }), faceOf(2))).toBeCloseTo(expected, 3);
    expect(uncertaintyOf(as(id, { points: 2 }), faceOf(2))).toBeCloseTo(2 * expected, 3);
  });

  test("points that are less sure make measures less sure", () => {
    const margin = as("MarginAboveOfTheFaceImage", { points: 1 });
    expect(uncertaintyOf(margin, faceOf(4))! / uncertaintyOf(margin, faceOf(1))!).toBeCloseTo(4, 0);
  });

  test("several things that are known add up as squares", () => {
    const yaw = as("HeadPoseYaw", { always: 2, mirror: 1, turn: 0.8 });
    expect(uncertaintyOf(yaw, faceOf(2, 0))).toBeCloseTo(Math.hypot(2, 0.8 * 5), 9);
    expect(uncertaintyOf(yaw, faceOf(2, 3))).toBeCloseTo(Math.hypot(2, 3, 0.8 * 5), 9);
  });

  test("classes in doubt count for half of what they decide, and no further than they reach", () => {
    // A picture of 616 pixels a side in cells of 4.
    const [width, height, cell] = [154, 154, 4];
    /** The upper rows of the picture, so many pixels high, are a head covering. */
    const rows = (high: number) =>
      Uint8Array.from({ length: width * height }, (_, i) => (i < (high / cell) * width ? 3 : 1));
    const aligned = { fromFrame: { a: 1, b: 0, tx: 0, ty: 0 } };
    const of = (more: number, less: number) =>
      setOf({
        aligned,
        segmentation: {
          width,
          height,
          classes: rows(100),
          toFrame: { a: cell, b: 0, tx: 0, ty: 0 },
          leaning: (towards: readonly string[], by: number) =>
            rows(towards.includes("head-covering") ? (by > 0 ? more : less) : 100),
        },
      });
    const covering = as("NoHeadCoverings", { classes: 1 });
    expect(uncertaintyOf(covering, of(100, 100))).toBe(0);
    // 272 rows are looked at.
    expect(uncertaintyOf(covering, of(140, 80))).toBeCloseTo(60 / 272 / 2, 2);
  });

  test("a share of an area is surest where it is none or all", () => {
    const region = { width: 10, height: 10, inside: new Uint8Array(100).fill(1), count: 100 };
    const hidden = (count: number) =>
      setOf({ region, segmentation: {}, visible: { ...region, count: 100 - count } });
    const face = as("FaceOcclusionPrevention", { share: 1 });
    expect(uncertaintyOf(face, hidden(0))).toBe(0);
    expect(uncertaintyOf(face, hidden(50))).toBeCloseTo(0.5, 9);
    expect(uncertaintyOf(face, hidden(100))).toBe(0);
  });

  test("nothing is said where nobody knows: of other measures, and without a network's word", () => {
    const faces = faceOf(2);
    for (const measure of FACE_MEASURES.filter(({ unsure }) => unsure === undefined))
      expect(uncertaintyOf(measure, faces), measure.id).toBeUndefined();
    const { located: _, ...classical } = faces;
    expect(uncertaintyOf(as("InterEyeDistance", { points: 1 }), classical)).toBeUndefined();
    expect(uncertaintyOf(as("HeadPoseYaw", { always: 1, mirror: 1 }), classical)).toBeUndefined();
    expect(uncertaintyOf(as("NoHeadCoverings", { classes: 1 }), classical)).toBeUndefined();
  });

  test("what ships: no factor below 0, none that says nothing at all, every row one that something declares", () => {
    const declared = new Set(
      [...FACE_MEASURES, ...CRITERIA.flatMap(({ sure }) => sure?.as ?? [])].map(({ unsure }) => unsure),
    );
    for (const [row, factors] of Object.entries(UNSURE)) {
      expect(declared.has(factors), row).toBe(true);
      expect(Math.min(...Object.values(factors)), row).toBeGreaterThanOrEqual(0);
      expect(Math.max(...Object.values(factors)), row).toBeGreaterThan(0);
    }
  });
});
