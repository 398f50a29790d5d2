import { describe, expect, it } from "vitest";
import { gazeOff } from "../../../models/face/gaze-off.ts";
import { GAZE_LIMIT, GAZE_SIDEWAYS } from "../../../models/params/face.ts";

const ahead = { yaw: 0, pitch: 0 };
const past = (turn: number) => gazeOff({ yaw: -turn, pitch: 12 }, { yaw: turn, pitch: 0 });

describe("gaze past the camera", () => {
  it("is nothing for eyes that stay on the camera while the head turns", () => {
    expect(gazeOff({ yaw: -9, pitch: 4 }, { yaw: 9, pitch: -4 })).toBe(0);
  });
  it("counts a degree to the side for more than one up or down, either side alike", () => {
    const up = gazeOff({ yaw: 0, pitch: 10 }, ahead);
    expect(gazeOff({ yaw: 0, pitch: -10 }, ahead)).toBeCloseTo(up);
    expect(gazeOff({ yaw: 10, pitch: 0 }, ahead)).toBeCloseTo(up * GAZE_SIDEWAYS);
    expect(gazeOff({ yaw: -10, pitch: 0 }, ahead)).toBeCloseTo(up * GAZE_SIDEWAYS);
    expect(GAZE_SIDEWAYS).toBeGreaterThan(1);
  });
  it("reaches the criterion's limit the later the further the head is turned, and never much later", () => {
    expect(gazeOff({ yaw: 0, pitch: GAZE_LIMIT.ahead }, ahead)).toBeCloseTo(GAZE_LIMIT.asked);
    expect(past(10)).toBeLessThan(past(0));
    expect(past(20)).toBeLessThan(past(10));
    expect(gazeOff({ yaw: -80, pitch: GAZE_LIMIT.most }, { yaw: 80, pitch: 0 })).toBeCloseTo(
      GAZE_LIMIT.asked,
    );
  });
});
