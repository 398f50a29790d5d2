import { describe, expect, test } from "vitest";
import { checkCriterion } from "../../../models/face/criteria/criterion.ts";
import { colourSpace, greyLevels } from "../../../models/face/criteria/pixels.ts";
import { CRITERIA } from "../../../models/face/criteria/table.ts";
import { judge } from "../../../models/face/criteria/verdict.ts";
import { LANDMARK } from "../../../models/face/stages/geometry.ts";
import type { StageSet } from "../../../models/face/stages/stage.ts";
import { limitOf } from "../../../models/params/criteria.ts";
import type { Check } from "../../../api/words/quality.ts";

const by = { name: "test", version: "1" };
const made = <T>(value: T) => ({ kind: "made", value, by }) as const;
const rowOf = (id: string) => CRITERIA.find((row) => row.id === id)!;
const raw = (check: Check): number | undefined =>
  check.result.kind === "assessed" ? check.result.raw : undefined;

const fill = (pixel: (i: number) => readonly [number, number, number]) => ({
  width: 256,
  height: 1,
  pixels: Uint8Array.from({ length: 768 }, (_, i) => pixel(Math.floor(i / 3))[i % 3]!),
});

/** Lips of 40 by 20 pixels around the middle of a face of 100, `open` pixels apart; `hidden` share of them from the left. */
const mouth = (hidden: number, open = 0) => {
  const points = Array.from({ length: 98 }, () => ({ x: 50, y: 20 }));
  for (const [i, at] of LANDMARK.outerLips.entries()) {
    const turn = (2 * Math.PI * i) / LANDMARK.outerLips.length;
    points[at] = { x: 50 + 20 * Math.cos(turn), y: 60 + 10 * Math.sin(turn) };
  }
  for (const [upper, lower] of LANDMARK.innerLips) {
    points[upper] = { x: 50, y: 60 - open / 2 };
    points[lower] = { x: 50, y: 60 + open / 2 };
  }
  points[LANDMARK.chin] = { x: 50, y: 95 };
  const inside = Uint8Array.from({ length: 100 * 100 }, (_, i) => (i % 100 < 30 + 40 * hidden ? 0 : 1));
  const pupils = { left: { x: 65, y: 20 }, right: { x: 35, y: 20 } };
  const set = {
    landmarks: made({ points, pupils }),
    aligned: made({ fromFrame: { a: 1, b: 0, tx: 0, ty: 0 } }),
    visible: made({ width: 100, height: 100, inside, count: 1 }),
    segmentation: made({}),
  };
  return checkCriterion(rowOf("2.2"), set as unknown as StageSet, "adult");
};

/** Eyes 20 pixels wide, shut, that look far away; `hidden` share of each zone from the left. */
const eyes = (id: "3.1" | "3.2" | "3.3", hidden: number) => {
  const points = Array.from({ length: 98 }, () => ({ x: 50, y: 50 }));
  for (const [eye, x] of [
    [LANDMARK.rightEyeAll, 30],
    [LANDMARK.leftEyeAll, 70],
  ] as const)
    for (const [i, at] of eye.entries()) points[at] = { x: x - 10 + 5 * Math.min(i, eye.length - i), y: 40 };
  points[LANDMARK.chin] = { x: 50, y: 95 };
  // The zones begin at 18 and at 58 and are 24 wide.
  const inside = Uint8Array.from({ length: 100 * 100 }, (_, i) =>
    (((i % 100) - 18) % 40) / 24 < hidden ? 0 : 1,
  );
  const pupils = { left: { x: 70, y: 40 }, right: { x: 30, y: 40 } };
  const set = {
    landmarks: made({ points, pupils }),
    aligned: made({ fromFrame: { a: 1, b: 0, tx: 0, ty: 0 } }),
    visible: made({ width: 100, height: 100, inside, count: 1 }),
    segmentation: made({}),
    state: made({ gaze: { yaw: 30, pitch: 0 }, eyeClosed: { left: 1, right: 1 } }),
    pose: made({ yaw: 0, pitch: 0, roll: 0 }),
  };
  return checkCriterion(rowOf(id), set as unknown as StageSet, "adult");
};

describe("criteria of TR-03121", () => {
  test("the 29 rows of table 5.2, 13 of them mandatory", () => {
    expect(CRITERIA.map((row) => row.id).join(" ")).toBe(
      "1.1 1.2 1.3 2.1 2.2 2.3 3.1 3.2 3.3 4.1 4.2 4.3 5.1 5.2 5.3 5.4 5.5 5.6 5.7 6.1 6.2 6.3 6.4 7.1 7.2 7.3 7.4 7.5 7.6",
    );
    const mandatory = CRITERIA.filter((row) => row.status === "mandatory").map((row) => row.id);
    expect(mandatory.join(" ")).toBe("1.3 2.2 5.1 5.2 5.3 5.4 5.5 5.6 5.7 7.1 7.2 7.5 7.6");
  });

  test.each([
    ["1.1", [-5, 5]],
    ["1.3", [-8, 8]],
    ["5.3", [0.5, 0.75]],
    ["5.4", [0.6, 0.9]],
    ["5.5", [0.3, 0.5]],
    ["5.6", [0.45, 0.55]],
  ] as const)("%s has table 5.3's limits", (id, [low, high]) => {
    expect(limitOf(id, "adult")).toMatchObject({ atLeast: low, atMost: high });
  });

  test.each([
    [5, true],
    [-5, true],
    [5.01, false],
    [-5.01, false],
  ])("yaw of %d degrees: %s", (yaw, passed) => {
    const set: StageSet = { pose: made({ yaw, pitch: 0, roll: 0 }) };
    expect(checkCriterion(rowOf("1.1"), set, "adult").passed).toBe(passed);
    expect(checkCriterion(rowOf("1.1"), set, "under-6").passed).toBe(true);
  });

  describe("a mouth (2.2, mandatory)", () => {
    test("is judged while it is seen, though a moustache hides some of it", () => {
      for (const hidden of [0, 0.2]) {
        expect(mouth(hidden).passed, `${hidden} hidden`).toBe(true);
        expect(mouth(hidden, 12).passed, `${hidden} hidden, open`).toBe(false);
      }
    });

    test.each([0, 12])(
      "cannot be judged under a scarf, read %d open: a mandatory row is then not provided, so the portrait is refused",
      (open) => {
        expect(mouth(1, open)).toMatchObject({
          result: { kind: "failure-to-assess", reason: "the mouth is covered" },
        });
        expect(mouth(1, open).passed).toBeUndefined();
        expect(rowOf("2.2").status).toBe("mandatory");
      },
    );
  });

  describe("eyes (3.1 open, 3.2 not covered, 3.3 looking here)", () => {
    test("are judged while they are seen, though frames or a fringe hide some of them", () => {
      for (const hidden of [0, 0.25])
        for (const id of ["3.1", "3.3"] as const)
          expect(eyes(id, hidden).passed, `${id}, ${hidden}`).toBe(false);
    });

    test("behind dark glasses or cloth have neither lids nor gaze: what covers them fails, and that alone", () => {
      expect(eyes("3.2", 1).passed).toBe(false);
      for (const id of ["3.1", "3.3"] as const) {
        expect(eyes(id, 1)).toMatchObject({
          result: { kind: "failure-to-assess", reason: "the eyes are covered" },
        });
        expect(eyes(id, 1).passed).toBeUndefined();
      }
    });
  });

  test("geometry is read in the portrait's own pixels", () => {
    const frame = { width: 1244, height: 1600, pixels: new Uint8Array(0) };
    const set: StageSet = {
      frame: made(frame),
      eyes: made({ right: { x: 466, y: 720 }, left: { x: 778, y: 720 } }),
      eyeLine: made({ roll: 0, distance: 312 }),
      head: made({ width: 746, height: 1120, crown: { x: 622, y: 180 } }),
    };
    const value = (id: string) => checkCriterion(rowOf(id), set, "adult");
    expect(raw(value("5.3"))).toBeCloseTo(0.6, 2);
    expect(raw(value("5.4"))).toBeCloseTo(0.7, 2);
    expect(raw(value("5.5"))).toBeCloseTo(0.45, 2);
    expect(raw(value("5.6"))).toBeCloseTo(0.5, 2);
    for (const id of ["5.1", "5.2", "5.3", "5.4", "5.5", "5.6", "5.7"]) expect(value(id).passed).toBe(true);
    const small: StageSet = {
      ...set,
      frame: made({ ...frame, height: 1599 }),
      eyeLine: made({ roll: 0, distance: 299.9 }),
    };
    expect(checkCriterion(rowOf("5.1"), small, "adult").passed).toBe(false);
    expect(checkCriterion(rowOf("5.7"), small, "adult").passed).toBe(false);
  });

  test("what could not be assessed is neither passed nor failed, and a mandatory one withholds approval", () => {
    const verdict = judge({});
    expect(verdict.checks.every((check) => check.passed === undefined)).toBe(true);
    expect(verdict.failed).toEqual([]);
    expect(verdict.notProvided).toHaveLength(13);
    expect(verdict.approved).toBe(false);
    expect(verdict.checks.every((check) => check.limit !== undefined)).toBe(true);
  });

  test("colour space and intensities", () => {
    expect(colourSpace(fill((i) => [i, i, i]))).toBe(3);
    expect(colourSpace(fill((i) => [i, i >> 1, 0]))).toBe(1);
    expect(greyLevels(fill((i) => [i, i, i]))).toBe(256);
    expect(greyLevels(fill((i) => [i & 0xf0, i & 0xf0, i & 0xf0]))).toBe(16);
  });
});
