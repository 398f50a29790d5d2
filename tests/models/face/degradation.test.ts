import { readFileSync } from "node:fs";
import sharp, { type Sharp } from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import type { RgbImage } from "../../../api/words/sample.ts";
import { assess } from "../../../models/face/measure.ts";
import type { AnyMeasure } from "../../../models/face/measure.ts";
import { checkCriterion } from "../../../models/face/criteria/criterion.ts";
import { CRITERIA } from "../../../models/face/criteria/table.ts";
import { compressionArtifacts } from "../../../models/face/measures/compression-artifacts.ts";
import { expressionNeutrality } from "../../../models/face/measures/expression-neutrality.ts";
import { naturalColour } from "../../../models/face/measures/natural-colour.ts";
import { sharpness } from "../../../models/face/measures/sharpness.ts";
import { unifiedQualityScore } from "../../../models/face/measures/unified-quality-score.ts";
import { LINEAR } from "../../../models/face/stages/colour.ts";
import { COMMON_MAKERS, makeStages } from "../../../models/face/stages/makers.ts";
import type { StageSet } from "../../../models/face/stages/stage.ts";
import type { EyeCentres, Landmarks } from "../../../models/face/stages/parts.ts";

/** Our own measures, where the reference learned its, proven on grades of what they are to notice. */

interface Truth {
  points98: [number, number][];
  pose: { yaw: number; pitch: number; roll: number };
}
const folder = "fixtures/faces/specimen";
const SHRINK = 0.5;
const by = { name: "truth", version: "1" };

let image: RgbImage;
let landmarks: Landmarks;
let eyes: EyeCentres;
let pose: Truth["pose"];

const toRgb = async (picture: Sharp): Promise<RgbImage> => {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
};
const open = (from: RgbImage) =>
  sharp(from.pixels, { raw: { width: from.width, height: from.height, channels: 3 } });

beforeAll(async () => {
  const picture = sharp(readFileSync(`${folder}/frame-4-neutral.jpg`)).resize(750, 1000, {
    kernel: "lanczos3",
  });
  image = await toRgb(picture);
  const truth = JSON.parse(readFileSync(`${folder}/frame-4-neutral.json`, "utf8")) as Truth;
  const points = truth.points98.map(([x, y]) => ({ x: x * SHRINK, y: y * SHRINK }));
  const middle = (a: number, b: number) => ({
    x: (points[a]!.x + points[b]!.x) / 2,
    y: (points[a]!.y + points[b]!.y) / 2,
  });
  landmarks = { points, pupils: { right: points[96]!, left: points[97]! } };
  eyes = { right: middle(60, 64), left: middle(68, 72) };
  pose = truth.pose;
});

/** Stages of a picture whose landmarks are known. */
const stagesOf = async (picture: RgbImage, turned = pose): Promise<StageSet> => {
  const known = Object.entries({ landmarks, eyes, pose: turned }).map(([makes, value]) => ({
    makes,
    needs: ["frame"],
    by,
    make: () => value,
  }));
  const wanted = [
    "eyeLine",
    "aligned",
    "luminance",
    "region",
    "detail",
    "backdrop",
    "light",
    "pose",
    "eyes",
    "landmarks",
  ] as const;
  return makeStages(picture, wanted, [...(known as never[]), ...COMMON_MAKERS]);
};

const scalar = (measure: AnyMeasure, set: StageSet): number => {
  const result = assess(measure, set);
  if (result.kind !== "assessed") throw new Error(result.reason);
  return result.scalar;
};
const falling = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value <= values[i - 1]!);
const criterion = (id: string, set: StageSet) =>
  checkCriterion(
    CRITERIA.find((row) => row.id === id)!,
    set,
    "adult",
  );

const encode = (v: number): number => (v <= 0.003_130_8 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);

/** So many stops more light, as a camera without more range would show it. */
const exposed = (from: RgbImage, stops: number): RgbImage => {
  const table = Uint8Array.from({ length: 256 }, (_, value) =>
    Math.round(255 * encode(Math.min(1, LINEAR[value]! * 2 ** stops))),
  );
  return { ...from, pixels: from.pixels.map((value) => table[value]!) };
};

describe("graded degradations", () => {
  test("blur: sharpness and the unified score fall, focus is refused in time", async () => {
    const sets = [];
    for (const sigma of [0, 1, 2, 3, 5])
      sets.push(await stagesOf(sigma === 0 ? image : await toRgb(open(image).blur(sigma))));
    const sharp = sets.map((set) => scalar(sharpness, set));
    expect(falling(sharp)).toBe(true);
    expect(sharp[0]! - sharp[4]!).toBeGreaterThan(80);
    const unified = sets.map((set) => scalar(unifiedQualityScore, set));
    expect(falling(unified)).toBe(true);
    expect(unified[0]! - unified[4]!).toBeGreaterThan(30);
    expect(sets.map((set) => criterion("7.2", set).passed)).toEqual([true, true, false, false, false]);
  });

  test("movement in one direction alone is noticed", async () => {
    const row = [1, 1, 1, 1, 1, 1, 1, 1, 1];
    const smear = await toRgb(
      open(image).convolve({
        width: 9,
        height: 3,
        kernel: [...row.map(() => 0), ...row, ...row.map(() => 0)],
        scale: 9,
      }),
    );
    expect(criterion("7.2", await stagesOf(smear)).passed).toBe(false);
  });

  test("JPEG: the grid's score falls with quality, at any alignment", async () => {
    const scores: number[] = [];
    for (const quality of [95, 80, 60, 40, 20, 8]) {
      const jpeg = await open(image).jpeg({ quality }).toBuffer();
      scores.push(scalar(compressionArtifacts, await stagesOf(await toRgb(sharp(jpeg)))));
    }
    expect(falling(scores)).toBe(true);
    expect(scores[0]!).toBeGreaterThan(85);
    expect(scores[4]!).toBeLessThan(20);
    const jpeg = await open(image).jpeg({ quality: 30 }).toBuffer();
    const shifted = await toRgb(
      sharp(jpeg)
        .extract({ left: 3, top: 5, width: 740, height: 990 })
        .extend({ right: 10, bottom: 10, background: "grey" }),
    );
    expect(scalar(compressionArtifacts, await stagesOf(shifted))).toBeLessThan(40);
  });

  test("light: two stops less or one and a half more are refused, a third of a stop is not", async () => {
    const passed: (boolean | undefined)[] = [];
    for (const stops of [-3, -2, -0.4, 0, 0.3, 1.5, 2.5])
      passed.push(criterion("7.1", await stagesOf(exposed(image, stops))).passed);
    expect(passed).toEqual([false, false, true, true, true, false, false]);
  });

  test("a face in shadow before a bright wall is told from a dark face in good light", async () => {
    const { faceLight } = await import("../../../models/face/measures/exposure-fair.ts");
    const lit = scalar(faceLight, await stagesOf(image));
    const dark = exposed(image, -2.5);
    const [cx, cy] = [(eyes.left.x + eyes.right.x) / 2, (eyes.left.y + eyes.right.y) / 2 + 90];
    const backlit: RgbImage = {
      ...image,
      pixels: image.pixels.map((value, i) => {
        const at = Math.floor(i / 3);
        const near = Math.hypot((at % image.width) - cx, Math.floor(at / image.width) - cy) < 330;
        return near ? dark.pixels[i]! : value;
      }),
    };
    const shadowed = scalar(faceLight, await stagesOf(backlit));
    expect(lit).toBeGreaterThan(60);
    expect(shadowed).toBeLessThan(30);
  });

  test("a green cast is unnatural, whoever stands in it", async () => {
    const green = {
      ...image,
      pixels: image.pixels.map((value, i) => (i % 3 === 1 ? Math.min(255, value * 1.25) : value * 0.85)),
    };
    const set = await stagesOf(green);
    expect(scalar(naturalColour, set)).toBeLessThan(scalar(naturalColour, await stagesOf(image)));
    expect(criterion("7.3", set).passed).toBe(false);
  });

  test("turning away: the unified score falls", async () => {
    const scores: number[] = [];
    for (const yaw of [0, 10, 20, 35, 60])
      scores.push(scalar(unifiedQualityScore, await stagesOf(image, { ...pose, yaw })));
    expect(falling(scores)).toBe(true);
    expect(scores[0]! - scores[4]!).toBeGreaterThan(20);
  });

  test("smile, open mouth, raised brows: neutrality falls with each, and a face at rest is neutral", () => {
    const d = eyes.left.x - eyes.right.x;
    const moved = (indices: readonly number[], dx: number, dy: number): Landmarks => ({
      ...landmarks,
      points: landmarks.points.map((p, i) =>
        indices.includes(i)
          ? { x: p.x + Math.sign(p.x - (eyes.left.x + eyes.right.x) / 2) * dx * d, y: p.y + dy * d }
          : p,
      ),
    });
    const grade = (indices: readonly number[], dx: number, dy: number): number[] =>
      [0, 0.5, 1, 2].map((k) => {
        const raw = expressionNeutrality.measure({ landmarks: moved(indices, dx * k, dy * k) });
        return typeof raw === "number" ? expressionNeutrality.scalar(raw) : Number.NaN;
      });
    const brows = Array.from({ length: 18 }, (_, i) => 33 + i);
    const grades = [
      grade([76, 82, 88, 92], 0.1, -0.12),
      grade([83, 84, 85, 86, 87, 93, 94, 95], 0, 0.15),
      grade(brows, 0, -0.12),
    ];
    for (const one of grades) {
      expect(one[0]!).toBeGreaterThan(80);
      expect(falling(one)).toBe(true);
      expect(one[0]! - one[3]!).toBeGreaterThan(10);
    }
    // Raised brows alone are the business of criterion 2.3 before this one.
    const [smile, open] = grades;
    expect(smile![3]!).toBeLessThan(50);
    expect(open![3]!).toBeLessThan(50);
  });
});
