import { describe, expect, it } from "vitest";
import { pitchWithIris, underCorners } from "../../../models/face/stages/iris-height.ts";
import { GAZE_BY_IRIS } from "../../../models/params/face.ts";

const at = (x: number, y: number) => ({ x, y, sigma: 1 });

describe("where an eye looks, told from its points", () => {
  it("measures the pupil from the corners' line, in widths of the eye, downwards", () => {
    const corners = { outer: at(10, 50), inner: at(50, 50) };
    expect(underCorners({ ...corners, pupil: at(30, 50) })).toBeCloseTo(0);
    expect(underCorners({ ...corners, pupil: at(30, 46) })).toBeCloseTo(-0.1);
    expect(underCorners({ ...corners, pupil: at(35, 58) })).toBeCloseTo(0.2);
  });
  it("says the same of a face that lies slanted in the picture", () => {
    const turn = ({ x, y }: { x: number; y: number }) =>
      at(x * Math.cos(0.3) - y * Math.sin(0.3), x * Math.sin(0.3) + y * Math.cos(0.3));
    const eye = { outer: at(10, 50), inner: at(50, 53), pupil: at(32, 47) };
    const turned = { outer: turn(eye.outer), inner: turn(eye.inner), pupil: turn(eye.pupil) };
    expect(underCorners(turned)).toBeCloseTo(underCorners(eye));
  });
  it("has the other sign for the left eye, whose corners follow in the other direction", () => {
    const right = underCorners({ outer: at(10, 50), inner: at(50, 52), pupil: at(30, 45) });
    const left = underCorners({ outer: at(-10, 50), inner: at(-50, 52), pupil: at(-30, 45) });
    expect(left).toBeCloseTo(-right);
  });
  it("reads a lower pupil as a look further down, and leaves most of the word to the network", () => {
    const ahead = pitchWithIris(0, -0.12, 0);
    expect(Math.abs(ahead)).toBeLessThan(1);
    expect(pitchWithIris(0, 0, 0)).toBeGreaterThan(ahead);
    expect(pitchWithIris(10, -0.12, 0) - ahead).toBeCloseTo(10 * (1 - GAZE_BY_IRIS.share));
    expect(GAZE_BY_IRIS.share).toBeLessThan(0.5);
  });
});
