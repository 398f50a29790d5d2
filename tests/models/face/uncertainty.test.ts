/** What the landmark network says of its own points, carried through the measures that rest on them. */
import { describe, expect, test } from "vitest";
import { FACE_MEASURES } from "../../../models/index.ts";
import { eyeLineOf, eyesOfLandmarks, LANDMARK } from "../../../models/face/stages/geometry.ts";
import type { StageSet } from "../../../models/face/stages/stage.ts";
import { uncertaintyOf } from "../../../models/face/uncertainty.ts";

/** Eyes 100 apart, 200 above the chin; each point off by as much. */
const faceOf = (sigma: number): StageSet => {
  const points = Array.from({ length: 98 }, () => ({ x: 250, y: 400, sigma }));
  const put = (at: number, x: number, y: number) => void (points[at] = { x, y, sigma });
  put(LANDMARK.rightEye.outer, 180, 300);
  put(LANDMARK.rightEye.inner, 220, 300);
  put(LANDMARK.leftEye.inner, 280, 300);
  put(LANDMARK.leftEye.outer, 320, 300);
  put(LANDMARK.chin, 250, 500);
  const eyes = eyesOfLandmarks({ points });
  const parts = {
    frame: { width: 600, height: 800, pixels: new Uint8Array(0) },
    located: { points },
    landmarks: { points, pupils: eyes },
    eyes,
    eyeLine: eyeLineOf(eyes),
    pose: { yaw: 0, pitch: 0, roll: 0 },
  };
  const by = { name: "test", version: "1" };
  return Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [name, { kind: "made", value, by }]),
  );
};
const of = (id: string, set: StageSet) =>
  uncertaintyOf(
    FACE_MEASURES.find((measure) => measure.id === id)!,
    set,
  );

describe("how sure a measure is", () => {
  // 2 pixels of |dx| + |dy| in the mean are 1.25 along each axis; an eye's centre is the mean of two corners.
  test.each<[string, number]>([
    ["InterEyeDistance", 1.25],
    ["HeadPoseRoll", ((1.25 / 100) * 180) / Math.PI],
    ["HeadSize", (1.25 * Math.sqrt(1 + 1 / 4)) / 800],
  ])("%s: as the sum of squares has it", (id, expected) => {
    expect(of(id, faceOf(2))).toBeCloseTo(expected, 3);
  });

  test("points that are less sure make measures less sure", () => {
    const id = "MarginAboveOfTheFaceImage";
    expect(of(id, faceOf(4))! / of(id, faceOf(1))!).toBeCloseTo(4, 0);
  });

  test("nothing is said of measures that read pixels, and nothing without a network's word", () => {
    for (const id of ["Sharpness", "CompressionArtifacts", "HeadPoseYaw", "SingleFacePresent"])
      expect(of(id, faceOf(2)), id).toBeUndefined();
    const { located: _, ...classical } = faceOf(2);
    expect(of("InterEyeDistance", classical)).toBeUndefined();
  });
});
