import { describe, expect, it } from "vitest";
import { gazeOff } from "../../../models/face/gaze-off.ts";
import { GAZE_SIDEWAYS } from "../../../models/params/face.ts";

describe("gaze past the camera", () => {
  it("is nothing for eyes that stay on the camera while the head turns", () => {
    expect(gazeOff({ yaw: -9, pitch: 4 }, { yaw: 9, pitch: -4 })).toBe(0);
  });
  it("counts a degree to the side for more than one up or down, either side alike", () => {
    const ahead = { yaw: 0, pitch: 0 };
    expect(gazeOff({ yaw: 0, pitch: 10 }, ahead)).toBe(10);
    expect(gazeOff({ yaw: 10, pitch: 0 }, ahead)).toBeCloseTo(10 * GAZE_SIDEWAYS);
    expect(gazeOff({ yaw: -10, pitch: 0 }, ahead)).toBeCloseTo(10 * GAZE_SIDEWAYS);
    expect(GAZE_SIDEWAYS).toBeGreaterThan(1);
  });
});
