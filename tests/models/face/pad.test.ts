import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { RgbImage } from "../../../api/words/sample.ts";
import { bandingCue } from "../../../models/face/pad/banding.ts";
import { padCues } from "../../../models/face/pad/cues.ts";
import { flatnessCue } from "../../../models/face/pad/flatness.ts";
import type { TurnedFace } from "../../../models/face/pad/flatness.ts";
import { spectrum } from "../../../models/face/pad/fourier.ts";
import { moireCue } from "../../../models/face/pad/moire.ts";
import { detailOf } from "../../../models/face/stages/detail.ts";
import { decodeRgb, resizeRgb } from "../../../models/image.ts";

const folder = "fixtures/faces/specimen";
interface Truth {
  points98: [number, number][];
  pose: TurnedFace["pose"];
}
const truthOf = (name: string): TurnedFace => {
  const { points98, pose } = JSON.parse(readFileSync(`${folder}/${name}.json`, "utf8")) as Truth;
  const points = points98.map(([x, y]) => ({ x, y }));
  return { pose, landmarks: { points, pupils: { right: points[96]!, left: points[97]! } } };
};
const middle = (face: TurnedFace, a: number, b: number) => {
  const [p, q] = [face.landmarks.points[a]!, face.landmarks.points[b]!];
  // In the picture at half its size.
  return { x: (p.x + q.x) / 4, y: (p.y + q.y) / 4 };
};

const neutral = truthOf("frame-4-neutral");
const turned = truthOf("frame-2-looking-away");
const eyes = { right: middle(neutral, 60, 64), left: middle(neutral, 68, 72) };
let image: RgbImage;

/** Light multiplied by a pattern around 1. */
const patterned = (pattern: (x: number, y: number) => number): RgbImage => ({
  ...image,
  pixels: image.pixels.map((value, i) => {
    const at = Math.floor(i / 3);
    return Math.min(255, value * (1 + pattern(at % image.width, Math.floor(at / image.width))));
  }),
});

const striped = (strength: number) => bandingCue(patterned((_, y) => strength * Math.sin(y / 9)));

beforeAll(async () => {
  const frame = await decodeRgb(readFileSync(`${folder}/frame-4-neutral.jpg`));
  image = await resizeRgb(frame, 750, 1000);
});

describe("presentation-attack cues", () => {
  test("the transform finds the one wave that is there", () => {
    const side = 64;
    const wave = Float64Array.from({ length: side * side }, (_, i) =>
      Math.cos((2 * Math.PI * (5 * (i % side) + 9 * Math.floor(i / side))) / side),
    );
    const magnitudes = spectrum(wave, side);
    const best = magnitudes.indexOf(Math.max(...magnitudes));
    // Its mirror image lies at 59, 55: of the frequencies across only the lower half is given.
    expect([best % (side / 2), Math.floor(best / (side / 2))]).toEqual([5, 9]);
  });

  test("moire: graded with the strength of the pattern, and low without one", () => {
    const grades = [0, 0.01, 0.03, 0.08, 0.15].map((strength) =>
      moireCue(
        detailOf(
          patterned((x, y) => strength * Math.sin(0.55 * x + 0.4 * y) * Math.cos(0.2 * x - 0.6 * y)),
          eyes,
        ),
      )!,
    );
    expect(grades[0]).toBeLessThan(0.35);
    expect(grades[4]).toBeGreaterThan(0.8);
    expect(grades.every((grade, i) => i === 0 || grade >= grades[i - 1]! - 0.02)).toBe(true);
  });

  test("banding: stripes over everything are told from a scene, at any grade of ten", () => {
    expect(bandingCue(image)).toBeLessThan(0.3);
    expect(striped(0.05)).toBeGreaterThan(0.8);
    expect(striped(0.15)).toBeGreaterThan(0.9);
  });

  test("flatness: a turned head is not flat, a turned picture of it is", () => {
    expect(flatnessCue(neutral, turned)!).toBeLessThan(0.2);
    // A print of the neutral frame, turned about the upright axis by the same angle.
    const angle = (turned.pose.yaw * Math.PI) / 180;
    const points = neutral.landmarks.points.map((p) => ({
      x: 750 + (p.x - 750) * Math.cos(angle),
      y: p.y + 0.01 * p.x,
    }));
    const print = { pose: turned.pose, landmarks: { ...neutral.landmarks, points } };
    expect(flatnessCue(neutral, print)!).toBeGreaterThan(0.9);
    expect(
      flatnessCue(neutral, { ...neutral, pose: { ...neutral.pose, yaw: neutral.pose.yaw + 2 } }),
    ).toBeUndefined();
  });

  test("together: the strongest speaks, in hundredths, within 0..1", () => {
    const cues = padCues(image, detailOf(image, eyes), [neutral, turned]);
    expect(cues.score).toBe(Math.max(cues.moire!, cues.banding, cues.flatness!));
    expect(cues.score * 100).toBeCloseTo(Math.round(cues.score * 100), 6);
    expect(padCues(image, undefined).moire).toBeUndefined();
  });
});
