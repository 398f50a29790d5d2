/** What the criteria read from pixels, on faces whose stages are set by hand. */
import { describe, expect, test } from "vitest";
import {
  colourSpace,
  glassesGlare,
  greyLevels,
  redness,
  sideDifference,
  zoneRange,
} from "../../../models/face/criteria/pixels.ts";
import { labOf } from "../../../models/face/stages/colour.ts";
import { LANDMARK } from "../../../models/face/stages/geometry.ts";
import { SEGMENT_CLASSES } from "../../../models/face/stages/parts.ts";

const WIDTH = 400;
const HEIGHT = 420;
const SAME = { a: 1, b: 0, tx: 0, ty: 0 };
const picture = (colour: (x: number, y: number) => readonly [number, number, number]) => ({
  width: WIDTH,
  height: HEIGHT,
  pixels: Uint8Array.from(
    { length: WIDTH * HEIGHT * 3 },
    (_none, i) => colour(Math.floor(i / 3) % WIDTH, Math.floor(i / 3 / WIDTH))[i % 3]!,
  ),
});
const BLACK = picture(() => [0, 0, 0]);
/** Eyes 200 apart: zones of 36 by 36, at 50, 256 and 324 from above. */
const aligned = {
  image: BLACK,
  fromFrame: SAME,
  anchors: { rightEye: { x: 100, y: 200 }, leftEye: { x: 300, y: 200 }, mouth: { x: 200, y: 380 } },
};
const light = (of: (x: number, y: number) => number) => ({
  width: WIDTH,
  height: HEIGHT,
  values: Float32Array.from({ length: WIDTH * HEIGHT }, (_none, i) => of(i % WIDTH, Math.floor(i / WIDTH))),
});
const seen = (where: (x: number, y: number) => boolean) => {
  const inside = Uint8Array.from({ length: WIDTH * HEIGHT }, (_none, i) =>
    where(i % WIDTH, Math.floor(i / WIDTH)) ? 1 : 0,
  );
  return { width: WIDTH, height: HEIGHT, inside, count: inside.reduce((sum, one) => sum + one, 0) };
};
const WHOLE = seen(() => true);

describe("light on the face", () => {
  // With the offset of 3: 64 on the right, 128 on the left, 32 on the right of the forehead.
  const lamp = light((x, y) => (x >= 200 ? 125 : y < 100 ? 29 : 61));

  test("is told in stops, over all zones and between the sides", () => {
    expect(zoneRange(aligned, lamp, WHOLE)).toBeCloseTo(2, 9);
    expect(sideDifference(aligned, lamp, WHOLE)).toBeCloseTo(4 / 3, 9);
    expect(
      zoneRange(
        aligned,
        light(() => 61),
        WHOLE,
      ),
    ).toBe(0);
    expect(
      sideDifference(
        aligned,
        light(() => 61),
        WHOLE,
      ),
    ).toBe(0);
  });

  test("a zone is its median, and where most of it is covered none", () => {
    const spotted = light((x, y) => ((x + y) % 5 === 0 ? 255 : x >= 200 ? 125 : 61));
    expect(zoneRange(aligned, spotted, WHOLE)).toBeCloseTo(1, 9);
    // Without the forehead, one step is left.
    const hat = seen((_x, y) => y > 100);
    expect(zoneRange(aligned, lamp, hat)).toBeCloseTo(1, 9);
    expect(sideDifference(aligned, lamp, hat)).toBeCloseTo(1, 9);
    // Half of the forehead is still a zone.
    const brow = seen((_x, y) => y >= 50);
    expect(zoneRange(aligned, lamp, brow)).toBeCloseTo(2, 9);
    const scarf = seen((x, y) => y < 100 && x < 200);
    expect(zoneRange(aligned, lamp, scarf)).toMatchObject({ kind: "failure-to-assess" });
    expect(sideDifference(aligned, lamp, scarf)).toMatchObject({ kind: "failure-to-assess" });
  });

  test("three zones are enough to compare, two are not", () => {
    const three = seen((x) => x < 200);
    expect(zoneRange(aligned, lamp, three)).toBeCloseTo(1, 9);
    expect(sideDifference(aligned, lamp, three)).toMatchObject({ kind: "failure-to-assess" });
    const two = seen((x, y) => x < 200 && y > 100);
    expect(zoneRange(aligned, lamp, two)).toMatchObject({ kind: "failure-to-assess" });
  });
});

const points = Array.from({ length: 98 }, () => ({ x: 0, y: 0 }));
points[LANDMARK.rightEye.outer] = { x: 80, y: 200 };
points[LANDMARK.rightEye.inner] = { x: 120, y: 200 };
points[LANDMARK.leftEye.inner] = { x: 280, y: 200 };
points[LANDMARK.leftEye.outer] = { x: 320, y: 200 };
const landmarks = { points, pupils: { right: { x: 100, y: 200 }, left: { x: 300, y: 200 } } };

const white = (level: number) => ({
  ...aligned,
  // 10 by 10 at the lower right corner of the left eye's window, and more outside of it.
  image: picture((x, y) => (x >= 325 && y >= 211 ? [255, level, 255] : [20, 20, 20])),
});

describe("glare on glasses", () => {
  /** Two windows of 69 by 41 pixels. */
  const ALL = 2 * 69 * 41;
  const lens = SEGMENT_CLASSES.indexOf("lens");
  /** So many pixels of lens, row by row from the upper left of the right eye's window. */
  const worn = (count: number) => {
    const classes = new Uint8Array(WIDTH * HEIGHT);
    for (let k = 0; k < count; k += 1) classes[(180 + Math.floor(k / 69)) * WIDTH + 66 + (k % 69)] = lens;
    return { width: WIDTH, height: HEIGHT, classes, toFrame: SAME };
  };
  test("is the share that is white and colourless, in both windows to their edges", () => {
    expect(glassesGlare(white(235), landmarks, worn(200))).toBeCloseTo(100 / ALL, 9);
    expect(glassesGlare(white(234), landmarks, worn(200))).toBe(0);
  });

  test("three of a hundred pixels make glasses", () => {
    expect(glassesGlare(white(255), landmarks, worn(169))).toBe(0);
    expect(glassesGlare(white(255), landmarks, worn(170))).toBeCloseTo(100 / ALL, 9);
  });
});

/** Radius 7: 0.035 of 200. */
const within = (x: number, y: number) => Math.hypot(x - 300, y - 200) <= 7;

describe("red eyes", () => {
  test("are the redder pupil's CIELAB a, of nothing around it", () => {
    const red = picture((x, y) => (within(x, y) ? [200, 30, 30] : [0, 200, 0]));
    expect(redness(red, landmarks)).toBeCloseTo(labOf(200, 30, 30).a, 6);
  });

  test("a pupil outside of the picture is not judged", () => {
    const away = { ...landmarks, pupils: { ...landmarks.pupils, left: { x: 900, y: 200 } } };
    expect(redness(BLACK, away)).toMatchObject({ kind: "failure-to-assess" });
  });
});

const one = (colour: readonly [number, number, number]) =>
  picture((x, y) => (x === 7 && y === 0 ? colour : [90, 90, 90]));

describe("colour and greys", () => {
  test("three levels between channels are grey still, four are colour", () => {
    expect(colourSpace(one([90, 93, 90]))).toBe(3);
    expect(colourSpace(one([94, 90, 90]))).toBe(1);
    expect(colourSpace(one([90, 90, 94]))).toBe(1);
  });

  test("intensities are counted once each, weighed as the eye does", () => {
    expect(greyLevels(BLACK)).toBe(1);
    expect(greyLevels(one([255, 255, 255]))).toBe(2);
    // 76.7 and 77: the same level; blue alone is another.
    expect(greyLevels(picture((x) => (x % 2 === 0 ? [255, 0, 0] : [76, 76, 76])))).toBe(1);
    expect(greyLevels(picture((x) => (x % 2 === 0 ? [255, 0, 0] : [0, 0, 255])))).toBe(2);
  });
});
