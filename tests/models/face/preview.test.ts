import { describe, expect, test } from "vitest";
import { frameNumber, observeFrame } from "../../../models/face/guidance/preview.ts";
import { CLASSICAL_MAKERS } from "../../../models/face/stages/makers.ts";
import { drawFace } from "./drawn-face.ts";

const makers = CLASSICAL_MAKERS;
const face = drawFace({ width: 480, height: 640, x: 200, y: 270, distance: 110, roll: 4 });

describe("preview frames", () => {
  test("one pixel's noise makes another frame, the same pixels the same", () => {
    const again = { ...face.image, pixels: Uint8Array.from(face.image.pixels) };
    expect(frameNumber(again)).toBe(frameNumber(face.image));
    const noisy = {
      ...face.image,
      pixels: face.image.pixels.map((value, i) => (i % 997 === 0 ? value ^ 1 : value)),
    };
    expect(frameNumber(noisy)).not.toBe(frameNumber(face.image));
  });

  test("where the head is, in capture pixels and by what it needs to move", async () => {
    const seen = await observeFrame(face.image, { at: 7, captureScale: 3, makers });
    expect(seen).toMatchObject({ at: 7, faces: 1 });
    expect(seen.face!.size).toBeCloseTo((3 * 110) / 300, 1);
    // Clockwise as seen is towards the subject's left shoulder: negative.
    expect(seen.face!.roll).toBeLessThan(-2.5);
    expect(seen.face!.needRight).toBeGreaterThan(seen.face!.needLeft);
    expect(seen.backdrop!).toBeGreaterThan(180);
    // Nothing is claimed of what no stage can say.
    expect(seen.face!.yaw).toBeUndefined();
    expect(seen.face!.eyesClosed).toBeUndefined();
  });

  test("an empty place is no face and no fault", async () => {
    const seen = await observeFrame(
      { width: 320, height: 240, pixels: new Uint8Array(230_400).fill(120) },
      { at: 1, makers },
    );
    expect(seen).toEqual({ at: 1, frame: expect.any(Number) as number, faces: 0 });
  });
});
