import { describe, expect, test } from "vitest";
import { decodeRgb } from "../../../models/image.ts";
import { findEyes } from "../../../models/face/stages/classical-eyes.ts";
import { drawFace } from "./drawn-face.ts";
import { WHY_SKIPPED, haveFaces, sharedFaces } from "./shared-faces.ts";

const apart = (a: { x: number; y: number }, b: { x: number; y: number }): number =>
  Math.hypot(a.x - b.x, a.y - b.y);

const fill = (value: (x: number, y: number) => number) => ({
  width: 320,
  height: 240,
  pixels: Uint8Array.from({ length: 320 * 240 * 3 }, (_, i) =>
    value(Math.floor(i / 3) % 320, Math.floor(i / 960)),
  ),
});

describe("classical eye finder", () => {
  test.each([
    { skin: [215, 170, 145], light: 1 },
    { skin: [120, 80, 60], light: 1 },
    { skin: [70, 46, 36], light: 1 },
    { skin: [70, 46, 36], light: 0.5 },
    { skin: [198, 150, 125], light: 1, roll: 8 },
    { skin: [120, 80, 60], light: 1, roll: -8 },
  ] as const)("finds the eyes of a drawn face, %o", (look) => {
    const face = drawFace({ width: 480, height: 640, x: 230, y: 260, distance: 110, ...look });
    const found = findEyes(face.image);
    expect(apart(found!.irises.left, face.left)).toBeLessThan(0.05 * 110);
    expect(apart(found!.irises.right, face.right)).toBeLessThan(0.05 * 110);
    // Corner midpoints lie a little below the irises, towards the chin.
    expect(found!.centres.left.y).toBeGreaterThan(found!.irises.left.y);
  });

  test("finds nothing in plain pictures, ramps and noise", () => {
    let seed = 1;
    const noise = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return (seed / 2 ** 31) * 255;
    };
    expect(findEyes(fill(() => 128))).toBeUndefined();
    expect(findEyes(fill((x, y) => (x + y) / 3))).toBeUndefined();
    expect(findEyes(fill(noise))).toBeUndefined();
    expect(findEyes({ width: 1, height: 1, pixels: new Uint8Array(3) })).toBeUndefined();
  });

  test("the same picture gives the same answer", () => {
    const { image } = drawFace({ width: 360, height: 480, x: 170, y: 200, distance: 80 });
    expect(findEyes(image)).toEqual(findEyes(image));
  });

  test.skipIf(!haveFaces)(
    `real portraits of every tone: all located, eye centres within 7 % of the eye distance (skips when ${WHY_SKIPPED})`,
    async () => {
      const errors: number[] = [];
      for (const face of [...sharedFaces(["composite"]), ...sharedFaces(["canada"], 14)]) {
        const found = findEyes(await decodeRgb(face.bytes));
        expect(found, face.name).toBeDefined();
        const [left, right] = [face.landmarks["leftEyeCentre"]!, face.landmarks["rightEyeCentre"]!];
        const error = Math.max(apart(found!.centres.left, left), apart(found!.centres.right, right));
        errors.push(error / apart(left, right));
        expect(error / apart(left, right), face.name).toBeLessThan(0.07);
      }
      const mean = errors.reduce((sum, value) => sum + value, 0) / errors.length;
      expect(mean).toBeLessThan(0.035);
    },
  );
});
