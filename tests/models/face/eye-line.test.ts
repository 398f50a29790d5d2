import { describe, expect, it } from "vitest";
import { levelledEyes, shareOfPose, tiltOfPose } from "../../../models/face/stages/eye-line.ts";
import { eyeLineOf, eyesOfLandmarks } from "../../../models/face/stages/geometry.ts";
import { EYE_LINE_BY_POSE } from "../../../models/params/face.ts";

/** 98 points whose eye corners are unsure by `sigma` of the eye distance of 100; the subject's left eye stands higher by `rise`. */
const face = (sigma: number, rise: number) => {
  const corners = new Map([
    [60, [-20, 0]],
    [64, [20, 0]],
    [68, [80, -rise]],
    [72, [120, -rise]],
    [16, [50, 130]],
  ]);
  return Array.from({ length: 98 }, (_, i) => {
    const [x = 50, y = 60] = corners.get(i) ?? [];
    return { x, y, sigma: sigma * 100 };
  });
};
const rollOf = (points: ReturnType<typeof face> | ReturnType<typeof levelledEyes>) =>
  eyeLineOf(eyesOfLandmarks({ points }));
const upright = { yaw: 0, pitch: 0, roll: 0 };

describe("the line through the eyes", () => {
  it("moves half way to the head's roll where both are equally unsure, and hardly where the eyes are clear", () => {
    const before = rollOf(face(0.01, 4)).roll;
    const dim = rollOf(levelledEyes({ points: face(EYE_LINE_BY_POSE.unsure, 4), pose: upright })).roll;
    expect(dim / before).toBeCloseTo(0.5, 2);
    const clear = rollOf(levelledEyes({ points: face(0.004, 4), pose: upright })).roll;
    expect(clear / before).toBeGreaterThan(0.95);
  });
  it("keeps the eyes' distance and their middle, and every point that is not of the eyes", () => {
    const points = face(0.05, 6);
    const after = levelledEyes({ points, pose: { ...upright, roll: -3 } });
    expect(rollOf(after).distance).toBeCloseTo(rollOf(points).distance, 6);
    const middle = (of: typeof after) => {
      const { left, right } = eyesOfLandmarks({ points: of });
      return [left.x + right.x, left.y + right.y];
    };
    for (const [i, value] of middle(points).entries()) expect(middle(after)[i]).toBeCloseTo(value, 6);
    expect(after[16]).toEqual(points[16]);
    expect(after[60]).not.toEqual(points[60]);
  });
  it("leaves the eyes of a head in profile alone", () => {
    const points = face(0.05, 6);
    expect(levelledEyes({ points, pose: { ...upright, yaw: EYE_LINE_BY_POSE.turned + 1 } })).toBe(points);
  });
  it("knows that a turned head shows its eyes steeper than it is rolled", () => {
    expect(tiltOfPose({ yaw: 0, pitch: 12, roll: 8 })).toBeCloseTo(7.83, 1);
    expect(tiltOfPose({ yaw: 30, pitch: 0, roll: 8 })).toBeGreaterThan(9);
    expect(tiltOfPose({ yaw: 30, pitch: 20, roll: 8 })).toBeLessThan(
      tiltOfPose({ yaw: 30, pitch: -20, roll: 8 }),
    );
  });
  it("gives the pose a share that grows with the eyes' uncertainty", () => {
    expect(shareOfPose(0)).toBe(0);
    expect(shareOfPose(EYE_LINE_BY_POSE.unsure)).toBeCloseTo(0.5);
    expect(shareOfPose(0.2)).toBeGreaterThan(0.95);
  });
});
