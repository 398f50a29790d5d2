/** What measures make of stages that are set by hand, and what a native value is worth: both as they are written down in the standard. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { FACE_MEASURES, KIOSK_FACE_MEASURES } from "../../../models/index.ts";
import { bySigmoid, sigmoid } from "../../../models/face/mapping.ts";
import { LANDMARK } from "../../../models/face/stages/geometry.ts";

const measureOf = (id: string) => {
  const found = FACE_MEASURES.find((measure) => measure.id === id);
  if (found === undefined) throw new Error(id);
  return (stages: object): unknown => found.measure(stages as never);
};

/** Eyes 100 apart at a height of 300, T of 200, lids 8 and lips 20 apart. */
const points = Array.from({ length: 98 }, () => ({ x: 0, y: 0 }));
const put = (at: number, x: number, y: number) => void (points[at] = { x, y });
put(LANDMARK.rightEye.outer, 180, 300);
put(LANDMARK.rightEye.inner, 220, 300);
put(LANDMARK.leftEye.inner, 280, 300);
put(LANDMARK.leftEye.outer, 320, 300);
put(LANDMARK.chin, 250, 500);
for (const [i, [upper, lower]] of LANDMARK.rightEye.lids.entries()) {
  put(upper, 190 + i * 10, 296 + i);
  put(lower, 190 + i * 10, 304);
}
for (const [i, [upper, lower]] of LANDMARK.leftEye.lids.entries()) {
  put(upper, 290 + i * 10, 290);
  put(lower, 290 + i * 10, 306 - i);
}
for (const [i, [upper, lower]] of LANDMARK.innerLips.entries()) {
  put(upper, 240 + i * 10, 430);
  put(lower, 240 + i * 10, 440 + i * 5);
}
const landmarks = { points, pupils: { left: { x: 300, y: 300 }, right: { x: 200, y: 300 } } };
const frame = { width: 600, height: 800, pixels: new Uint8Array(0) };
const eyes = { right: { x: 200, y: 300 }, left: { x: 300, y: 300 } };

describe("native values", () => {
  test.each<[string, object, number]>([
    ["InterEyeDistance", { eyes, pose: { yaw: 0, pitch: 9, roll: 9 } }, 100],
    ["InterEyeDistance", { eyes, pose: { yaw: 60, pitch: 0, roll: 0 } }, 200],
    ["InterEyeDistance", { eyes, pose: { yaw: -60, pitch: 0, roll: 0 } }, 200],
    ["HeadSize", { frame, landmarks }, 200 / 800],
    ["MarginAboveOfTheFaceImage", { landmarks }, 300 / 200],
    ["MarginBelowOfTheFaceImage", { frame, landmarks }, 500 / 200],
    ["LeftwardCropOfTheFaceImage", { eyes }, 200 / 100],
    ["RightwardCropOfTheFaceImage", { frame, eyes }, 300 / 100],
    ["EyesOpen", { landmarks }, 8 / 200],
    ["MouthClosed", { landmarks }, 20 / 200],
    ["HeadPoseYaw", { pose: { yaw: 3, pitch: 4, roll: 5 } }, 3],
    ["HeadPosePitch", { pose: { yaw: 3, pitch: 4, roll: 5 } }, 4],
    ["HeadPoseRoll", { eyeLine: { roll: 5 } }, 5],
    ["SingleFacePresent", { faces: [{ width: 10, height: 10 }] }, 0],
    [
      "SingleFacePresent",
      {
        faces: [
          { width: 5, height: 4 },
          { width: 10, height: 10 },
          { width: 1, height: 1 },
        ],
      },
      0.2,
    ],
  ])("%s of %j", (id, stages, value) => {
    expect(measureOf(id)(stages)).toBeCloseTo(value, 9);
  });

  describe("of a face's pixels", () => {
    const region = { inside: Uint8Array.of(1, 1, 0, 1, 1, 0), count: 4 };
    const luminance = { width: 3, height: 2, values: Float32Array.of(0, 51, 255, 102, 255, 9) };

    test.each<[string, number]>([
      ["LuminanceMean", (0 + 51 + 102 + 255) / 4 / 255],
      ["LuminanceVariance", (0 + 0.04 + 0.16 + 1) / 4 - 0.4 ** 2],
      ["DynamicRange", 2],
    ])("%s", (id, value) => {
      expect(measureOf(id)({ luminance, region })).toBeCloseTo(value, 6);
    });

    test("a region that holds one value alone has no range and no variance", () => {
      const flat = { ...luminance, values: new Float32Array(6).fill(80) };
      expect(measureOf("DynamicRange")({ luminance: flat, region })).toBeCloseTo(0, 9);
      expect(measureOf("LuminanceVariance")({ luminance: flat, region })).toBeCloseTo(0, 9);
    });
  });
});

describe("the shared maps", () => {
  test("a sigmoid is a half at its middle and rises over four widths", () => {
    expect(sigmoid(70, 70, 20)).toBe(0.5);
    expect(sigmoid(110, 70, 20)).toBeCloseTo(0.880_797, 6);
    expect(sigmoid(30, 70, 20)).toBeCloseTo(0.119_203, 6);
  });

  test("is rounded, and cut at both ends", () => {
    const map = bySigmoid({ h: 200, a: 1, s: -1, x0: 0, w: 0.05 });
    expect([-1, 0, 0.05, 0.1, 1].map(map)).toEqual([100, 100, 54, 24, 0]);
    expect(bySigmoid({ h: 100, x0: 0, w: 1, a: -1 })(0)).toBe(0);
  });
});

/** Degrees, shares, grey levels, counts: wherever a map bends, there is one of these. */
const RAWS = [
  ...Array.from({ length: 401 }, (_, i) => (i - 200) / 100),
  ...Array.from({ length: 361 }, (_, i) => i - 90),
  ...Array.from({ length: 101 }, (_, i) => i / 1000),
];

test("what every native value is worth has not changed unnoticed", () => {
  const worth = Object.fromEntries(
    [...FACE_MEASURES, ...KIOSK_FACE_MEASURES].map(({ id, scalar }) => [
      id,
      createHash("sha256")
        .update(RAWS.map((raw) => scalar(raw)).join(" "))
        .digest("hex")
        .slice(0, 8),
    ]),
  );
  expect(worth).toMatchInlineSnapshot(`
    {
      "BackdropCast": "dcb8b982",
      "BackdropLevel": "fa8c8320",
      "BackgroundUniformity": "d8765d46",
      "BlackedShadows": "272a1033",
      "ClippedHighlights": "272a1033",
      "CompressionArtifacts": "e09fc8b5",
      "DynamicRange": "7e82e969",
      "ExpressionNeutrality": "6d442662",
      "EyesOpen": "bfde270e",
      "EyesVisible": "4e43f96c",
      "FaceLight": "ea4b7a6d",
      "FaceOcclusionPrevention": "4e43f96c",
      "HeadPosePitch": "532332d2",
      "HeadPoseRoll": "532332d2",
      "HeadPoseYaw": "532332d2",
      "HeadSize": "541ecc94",
      "IlluminationUniformity": "8df4fa6e",
      "InterEyeDistance": "674c6226",
      "LeftwardCropOfTheFaceImage": "175ac563",
      "LuminanceMean": "303afa83",
      "LuminanceVariance": "29abcaa8",
      "MarginAboveOfTheFaceImage": "3a7a4a88",
      "MarginBelowOfTheFaceImage": "67cf3556",
      "MouthClosed": "ddc0323a",
      "MouthOcclusionPrevention": "4e43f96c",
      "NaturalColour": "2c7e6ef0",
      "NoHeadCoverings": "a6d25514",
      "OverExposurePrevention": "ae557764",
      "PresentationAttackCues": "4e43f96c",
      "RightwardCropOfTheFaceImage": "175ac563",
      "Sharpness": "cac267bc",
      "SingleFacePresent": "4e43f96c",
      "UnderExposurePrevention": "8f445b36",
      "UnifiedQualityScore": "9b9d1b5f",
    }
  `);
});
