import { describe, expect, test } from "vitest";
import type { Check } from "../../../api/words/quality.ts";
import { FACE_MEASURES } from "../../../models/index.ts";
import { assess } from "../../../models/face/measure.ts";
import type { AnyMeasure, Measure } from "../../../models/face/measure.ts";
import { assessFace } from "../../../models/face/pipeline.ts";
import { CLASSICAL_MAKERS, makeStages } from "../../../models/face/stages/makers.ts";
import type { AnyStageMaker } from "../../../models/face/stages/stage.ts";
import { encodeRgbJpeg } from "../../../models/image.ts";
import { drawFace } from "./drawn-face.ts";

const face = drawFace({ width: 480, height: 640, x: 240, y: 270, distance: 110 });

const plain = ({ result }: Check): boolean =>
  result.kind === "assessed"
    ? Number.isFinite(result.raw) &&
      Number.isInteger(result.scalar) &&
      result.scalar >= 0 &&
      result.scalar <= 100
    : /^[A-Z].*\.$/u.test(result.reason);

describe("assessment", () => {
  test("of a file and of its pixels alike: 28 components, each a value or a reason", async () => {
    const report = await assessFace(await encodeRgbJpeg(face.image, 95), { makers: CLASSICAL_MAKERS });
    expect(report.measures.map((check) => check.id)).toEqual(FACE_MEASURES.map((measure) => measure.id));
    expect(report.measures).toHaveLength(28);
    expect(report.measures.filter((check) => !plain(check))).toEqual([]);
    expect(report.eyes!.left.x).toBeGreaterThan(report.eyes!.right.x);
    expect(report.stages.eyes).toMatchObject({ name: "classical-eyes" });
  });

  test("without landmarks nothing is said of eyes, mouth or chin", async () => {
    const report = await assessFace(face.image, { makers: CLASSICAL_MAKERS });
    for (const id of [
      "EyesOpen",
      "MouthClosed",
      "HeadSize",
      "MarginAboveOfTheFaceImage",
      "SingleFacePresent",
    ])
      expect(report.measures.find((check) => check.id === id)!.result.kind, id).toBe("failure-to-assess");
  });

  test("a picture without a face is no fault", async () => {
    const report = await assessFace({ width: 300, height: 300, pixels: new Uint8Array(270_000).fill(90) });
    expect(report.eyes).toBeUndefined();
    expect(report.measures.every((check) => check.result.kind === "failure-to-assess")).toBe(true);
    expect(report.measures.every((check) => check.passed === undefined)).toBe(true);
  });
});

describe("stages", () => {
  test("a measure is handed what it declared and nothing else", async () => {
    const set = await makeStages(face.image, ["frame"], []);
    let seen: string[] = [];
    const nosy: Measure<"frame"> = {
      id: "Nosy",
      about: "test",
      algorithm: { name: "nosy", version: "1" },
      needs: ["frame"],
      measure: (stages) => {
        seen = Object.keys(stages);
        return 1;
      },
      scalar: () => 1,
    };
    expect(
      assess(nosy, {
        ...set,
        eyeLine: { kind: "made", value: { roll: 0, distance: 1 }, by: nosy.algorithm },
      }),
    ).toEqual({ kind: "assessed", raw: 1, scalar: 1 });
    expect(seen).toEqual(["frame"]);
    const blind: AnyMeasure = { ...nosy, needs: ["pose"] };
    expect(assess(blind, await makeStages(face.image, ["pose"], []))).toMatchObject({
      kind: "failure-to-assess",
    });
  });

  test("the first maker that succeeds makes a stage, once, and absence carries its reason onwards", async () => {
    let calls = 0;
    const maker = (value: { roll: number; distance: number } | string): AnyStageMaker => ({
      makes: "eyeLine",
      needs: ["frame"],
      by: { name: JSON.stringify(value), version: "1" },
      make: () => {
        calls += 1;
        return value;
      },
    });
    const set = await makeStages(
      face.image,
      ["eyeLine", "eyeLine"],
      [maker("No."), maker({ roll: 1, distance: 2 }), maker({ roll: 3, distance: 4 })],
    );
    expect(set.eyeLine).toMatchObject({ kind: "made", value: { roll: 1 } });
    expect(calls).toBe(2);
    const none = await makeStages(face.image, ["eyeLine"], [maker("Too dark.")]);
    expect(none.eyeLine).toEqual({ kind: "absent", reason: "Too dark." });
  });
});
