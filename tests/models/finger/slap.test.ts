import { beforeAll, describe, expect, test } from "vitest";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Point } from "../../../api/words/units.ts";
import { extractFinger } from "../../../models/finger/extract.ts";
import { segmentSlap, SLAPS } from "../../../models/finger/slap/segment.ts";
import { impression } from "../../../models/synthetic/fingerprint/impression.ts";
import { masterPrint } from "../../../models/synthetic/fingerprint/master.ts";

/** Middles of the fingertips of a right hand on a platen of 1600 x 1000 pixels, 500 ppi. */
const PLACES: readonly Point[] = [
  { x: 260, y: 480 },
  { x: 620, y: 320 },
  { x: 980, y: 400 },
  { x: 1320, y: 680 },
];
const GLASS = 232;
let tips: readonly GreyImage[] = [];

beforeAll(() => {
  tips = PLACES.map(
    (_, finger) =>
      impression(masterPrint(`slap-${finger}`), "tip", {
        width: 300,
        height: 400,
        ppi: 500,
        condition: {
          moisture: 0,
          pressure: 0.45,
          wear: 0,
          rotation: 0,
          shiftX: 0,
          shiftY: 0,
          drag: 0,
          residue: 0,
        },
      }).image,
  );
});

const slap = (fingers: readonly number[]): GreyImage => {
  const [width, height] = [1600, 1000];
  const pixels = new Uint8Array(width * height).fill(GLASS);
  for (const finger of fingers) {
    const tip = tips[finger]!;
    const { x: cx, y: cy } = PLACES[finger]!;
    for (let y = 0; y < tip.height; y += 1)
      for (let x = 0; x < tip.width; x += 1) {
        const at = (cy - 200 + y) * width + cx - 150 + x;
        pixels[at] = Math.min(pixels[at]!, tip.pixels[y * tip.width + x]!);
      }
  }
  return { width, height, pixels };
};

/** Where a point of the slap goes when the hand turns counter-clockwise about the middle, on a larger platen. */
const turnPoint = ({ x, y }: Point, degrees: number): Point => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return { x: 850 + c * (x - 800) + s * (y - 500), y: 850 - s * (x - 800) + c * (y - 500) };
};

const turned = (image: GreyImage, degrees: number): GreyImage => {
  const [width, height] = [1700, 1700];
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const pixels = new Uint8Array(width * height).fill(GLASS);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const fx = 800 + c * (x - 850) - s * (y - 850);
      const fy = 500 + s * (x - 850) + c * (y - 850);
      const [x0, y0] = [Math.floor(fx), Math.floor(fy)];
      if (x0 < 0 || y0 < 0 || x0 + 1 >= image.width || y0 + 1 >= image.height) continue;
      const at = y0 * image.width + x0;
      const top = image.pixels[at]! * (1 - fx + x0) + image.pixels[at + 1]! * (fx - x0);
      const low =
        image.pixels[at + image.width]! * (1 - fx + x0) + image.pixels[at + image.width + 1]! * (fx - x0);
      pixels[y * width + x] = Math.round(top * (1 - fy + y0) + low * (fy - y0));
    }
  return { width, height, pixels };
};

const middle = (corners: readonly Point[]): Point => ({
  x: corners.reduce((sum, { x }) => sum + x, 0) / corners.length,
  y: corners.reduce((sum, { y }) => sum + y, 0) / corners.length,
});

const right = SLAPS["right-four"];

describe("four fingers", () => {
  test.each([0, 18, -25, 44, -44])(
    "turned by %d degrees: all are found, named, and extract well",
    (degrees) => {
      const result = segmentSlap(turned(slap([0, 1, 2, 3]), degrees), 500, right);
      expect(Math.abs(result.turn - degrees)).toBeLessThan(6);
      expect(result.fingers.map((finger) => finger.position)).toEqual(right);
      expect([result.missing, result.certain, result.surplus]).toEqual([[], true, 0]);
      for (const [k, finger] of result.fingers.entries()) {
        const where = turnPoint(PLACES[k]!, degrees);
        const found = middle(finger.corners);
        expect(Math.hypot(found.x - where.x, found.y - where.y)).toBeLessThan(60);
      }
      const template = extractFinger(result.fingers[1]!.image, 500).template;
      expect(template.quality).toBeGreaterThan(50);
    },
  );

  test("a left hand runs from the little finger", () => {
    expect(segmentSlap(slap([0, 1, 2, 3]), 500, SLAPS["left-four"]).fingers[0]?.position).toBe("left-little");
  });

  test("a finger known to be missing is not asked for", () => {
    const asked = right.filter((position) => position !== "right-ring");
    const result = segmentSlap(slap([0, 1, 3]), 500, asked);
    expect(result.fingers.map((finger) => finger.position)).toEqual(asked);
    expect(result.certain).toBe(true);
  });

  test.each([
    [[0, 1, 2], "right-little"],
    [[0, 2, 3], "right-middle"],
    [[0, 1, 3], "right-ring"],
  ] as const)("without %s the missing one is told by the shape of the hand", (fingers, missing) => {
    const result = segmentSlap(slap(fingers), 500, right);
    expect(result.fingers).toHaveLength(3);
    expect(result.missing).toEqual([missing]);
  });

  test.each([
    [[0, 1, 2], "right-little"],
    [[1, 2, 3], "right-index"],
    [[0, 2, 3], "right-middle"],
    [[0, 1, 3], "right-ring"],
  ] as const)("a turned hand with %s only is never named wrongly with certainty", (fingers, missing) => {
    for (const degrees of [-20, 0, 20]) {
      const result = segmentSlap(turned(slap(fingers), degrees), 500, right);
      expect(result.certain ? result.missing : [missing]).toEqual([missing]);
    }
  });

  test("one finger alone could be any: it is not named with certainty", () => {
    const result = segmentSlap(slap([2]), 500, right);
    expect(result.fingers).toHaveLength(1);
    expect(result.certain).toBe(false);
  });

  test("more fingers than asked for are counted", () => {
    const asked: readonly FingerPosition[] = ["left-thumb", "right-thumb"];
    expect(segmentSlap(slap([0, 1, 2]), 500, asked).surplus).toBe(1);
  });

  test("half the resolution finds the same", () => {
    const fine = slap([0, 1, 2, 3]);
    const [width, height] = [800, 500];
    const pixels = Uint8Array.from({ length: width * height }, (_, at) => {
      const from = 2 * Math.floor(at / width) * fine.width + 2 * (at % width);
      return (
        (fine.pixels[from]! +
          fine.pixels[from + 1]! +
          fine.pixels[from + 1600]! +
          fine.pixels[from + 1601]!) /
        4
      );
    });
    const result = segmentSlap({ width, height, pixels }, 250, right);
    expect(result.fingers.map((finger) => finger.position)).toEqual(right);
    expect(Math.abs(middle(result.fingers[0]!.corners).x - 130)).toBeLessThan(30);
  });
});

test("an empty platen has no fingers, and all are missing", () => {
  const result = segmentSlap(
    { width: 800, height: 500, pixels: new Uint8Array(400_000).fill(GLASS) },
    500,
    right,
  );
  expect(result.fingers).toEqual([]);
  expect(result.missing).toEqual(right);
});
