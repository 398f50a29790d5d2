/** Somebody whose mouth or eyes are covered, as the networks read the frame: what covers them is said, and nothing that they guess. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { RgbImage } from "../../../api/words/sample.ts";
import { amissIn, FaceGuide } from "../../../kiosk/server/look/face-look.ts";
import { observe } from "../../../kiosk/server/look/observe.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { placeOf, type FaceObservation } from "../../../models/face/guidance/observation.ts";
import { decodeRgb, encodeRgbJpeg, resizeRgb } from "../../../models/image.ts";
import { PORTRAIT_PROFILES } from "../../../models/params/portrait.ts";

interface Truth {
  readonly width: number;
  readonly points98: readonly (readonly [number, number])[];
}
type Inside = (x: number, y: number) => boolean;

/** The kiosk's own width of a preview. */
const WIDTH = 640;

/** Where one should stand: how near the gallery's faces are is not asked here. */
const PLACE = placeOf(
  { width: 1500, height: 2000 },
  { right: { x: 580, y: 950 }, left: { x: 920, y: 950 } },
  PORTRAIT_PROFILES.live,
);

/** A frame of the gallery on which what is `inside` is cloth or glass of that grey; folds, because nothing real is flat. */
const frame = async (
  name: string,
  grey: number,
  insideOf: (truth: Truth["points98"], d: number) => Inside,
) => {
  const file = path.join(projectRoot, "fixtures/faces/gallery", name);
  const whole = await decodeRgb(readFileSync(`${file}.jpg`));
  const truth = JSON.parse(readFileSync(`${file}.json`, "utf8")) as Truth;
  const scale = WIDTH / truth.width;
  const picture = await resizeRgb(whole, WIDTH, Math.round(whole.height * scale));
  const points = truth.points98.map(([x, y]) => [x * scale, y * scale] as const);
  const distance = Math.hypot(points[96]![0] - points[97]![0], points[96]![1] - points[97]![1]);
  const inside = insideOf(points, distance);
  const pixels = Uint8Array.from(picture.pixels);
  for (let y = 0; y < picture.height; y += 1)
    for (let x = 0; x < WIDTH; x += 1)
      if (inside(x, y))
        pixels.fill(
          grey + 10 * Math.sin(x / 17 + y / 41) + 4 * Math.sin(y / 3),
          (y * WIDTH + x) * 3,
          (y * WIDTH + x + 1) * 3,
        );
  const seen = await observe(await encodeRgbJpeg({ ...picture, pixels } satisfies RgbImage, 95), 0);
  expect(seen.face).toBeDefined();
  return { ...seen, face: { ...seen.face!, ...PLACE } };
};

/** From under the nose down. */
const scarf: Parameters<typeof frame>[2] = (points, d) => (x, y) =>
  y > 0.7 * points[54]![1] + 0.3 * points[79]![1] && Math.abs(x - points[54]![0]) < 1.25 * d;

const glasses: Parameters<typeof frame>[2] = (points, d) => (x, y) =>
  [points[96]!, points[97]!].some(
    ([ex, ey]) => Math.hypot((x - ex) / (0.4 * d), (y - ey - 0.05 * d) / (0.3 * d)) < 1,
  );

/** The last words to somebody who stands like this for two seconds. */
const said = (seen: FaceObservation) => {
  const guidance = new FaceGuide();
  let look = guidance.next(seen);
  for (let at = 100; at <= 2000; at += 100) look = guidance.next({ ...seen, at, frame: at });
  return look.hint;
};

describe("covered", () => {
  test("a black scarf, under which the chin is read as lowered: uncover your face", async () => {
    const seen = await frame("15/5-neutral", 30, scarf);
    expect(seen.face.pitch).toBeGreaterThan(6);
    expect(seen.face.mouthCovered).toBeGreaterThan(0.3);
    expect(said(seen)).toBe("uncover-face");
    expect(amissIn(seen)).toBe("uncover-face");
  });

  test("dark glasses above a mouth that is open: the glasses first", async () => {
    const seen = await frame("02/4-mouth-open", 22, glasses);
    expect(seen.face.mouthOpen).toBeGreaterThan(0.05);
    expect(said(seen)).toBe("glasses");
  });

  test("nothing covered: an open mouth is closed, shut eyes are opened", async () => {
    expect(said(await frame("15/4-mouth-open", 0, () => () => false))).toBe("close-mouth");
    expect(said(await frame("15/3-eyes-closed", 0, () => () => false))).toBe("open-eyes");
  });
});
