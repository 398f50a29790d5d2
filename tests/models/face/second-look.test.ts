import { describe, expect, it } from "vitest";
import type { FaceLandmarks } from "../../../models/face/stages/net-answer.ts";
import { meanLandmarks, nearGazeLimit } from "../../../models/face/stages/second-look.ts";
import { GAZE_AGAIN, GAZE_LIMIT } from "../../../models/params/face.ts";

const face = (x: number, roll: number, shut: number): FaceLandmarks => ({
  points: Array.from({ length: 98 }, (_, i) => ({ x: x + i, y: 2 * x, sigma: x / 10 })),
  pose: { yaw: -roll, pitch: 2 * roll, roll },
  eyeOpening: { right: 0.3, left: 0.3 },
  eyeClosed: { right: shut, left: 0 },
  mouthOpening: 0,
  gaze: { yaw: roll, pitch: -roll },
});

describe("what is looked at again", () => {
  it("is a gaze near the limit of 3.3, on either side of it", () => {
    const ahead = { yaw: 0, pitch: 0 };
    // Of a head that looks ahead, a degree up or down counts asked / ahead.
    const up = (off: number) => ({
      gaze: { yaw: 0, pitch: (off * GAZE_LIMIT.ahead) / GAZE_LIMIT.asked },
      pose: { ...ahead, roll: 0 },
    });
    for (const side of [-1, 1]) {
      expect(nearGazeLimit(up(GAZE_LIMIT.asked + side * (GAZE_AGAIN - 0.1)))).toBe(true);
      expect(nearGazeLimit(up(GAZE_LIMIT.asked + side * (GAZE_AGAIN + 0.1)))).toBe(false);
    }
  });

  it("ends as the mean of all looks, point by point and angle by angle", () => {
    const mean = meanLandmarks([face(100, 3, 0.2), face(104, 6, 0.6), face(108, 0, 0.1)]);
    expect(mean.points[5]).toEqual({ x: 109, y: 208, sigma: expect.closeTo(10.4) });
    expect(mean.pose).toEqual({ yaw: -3, pitch: 6, roll: 3 });
    expect(mean.gaze).toEqual({ yaw: 3, pitch: -3 });
    expect(mean.eyeClosed.right).toBeCloseTo(0.3);
  });

  it("says of one look what that look says", () => {
    const one = face(50, 1, 0.5);
    expect(meanLandmarks([one])).toEqual(one);
  });
});
