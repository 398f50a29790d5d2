/** Pictures as strangers send them, to the networks: nobody, forty people, turned round, very wide. */
import { existsSync, readFileSync } from "node:fs";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import type { RgbImage } from "../../../api/words/sample.ts";
import { assessFace } from "../../../models/face/pipeline.ts";
import { distantFaces } from "../../../models/face/stages/net-distant.ts";
import { decodeRgb, resizeRgb } from "../../../models/image.ts";

const gallery = "fixtures/faces/gallery";
const load = async (file: string) => decodeRgb(readFileSync(file), file);
let portrait: RgbImage;

const canvas = (width: number, height: number): RgbImage => ({
  width,
  height,
  pixels: new Uint8Array(width * height * 3).fill(150),
});
const paste = (into: RgbImage, from: RgbImage, x: number, y: number): void => {
  for (let row = 0; row < from.height; row += 1)
    into.pixels.set(
      from.pixels.subarray(row * from.width * 3, (row + 1) * from.width * 3),
      ((y + row) * into.width + x) * 3,
    );
};
const turned = async ({ width, height, pixels }: RgbImage, degrees: number): Promise<RgbImage> => {
  const { data, info } = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .rotate(degrees)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
};

beforeAll(async () => {
  portrait = await resizeRgb(await load(`${gallery}/01/5-neutral.jpg`), 480, 640);
});

describe.skipIf(!existsSync(gallery))("pictures for the networks", () => {
  test("forty people: an answer and no portrait, and the time stays that of one picture", async () => {
    const crowd = canvas(1280, 800);
    const one = await resizeRgb(portrait, 150, 160);
    for (let i = 0; i < 40; i += 1) paste(crowd, one, (i % 8) * 160 + 5, Math.floor(i / 8) * 160);
    const report = await assessFace(crowd);
    // Too small for one look at the whole picture: its parts are looked at one by one.
    expect(report.faces.length).toBeGreaterThan(30);
    expect(report.faces.length).toBeLessThanOrEqual(40);
    expect(report.verdict.approved).toBe(false);
    const single = report.measures.find((check) => check.id === "SingleFacePresent")!.result;
    expect(single.kind === "assessed" && single.scalar).toBeLessThan(60);
  });

  test("somebody far away is found, once, where he stands; a picture without anybody stays one", async () => {
    const hall = canvas(1600, 1200);
    paste(hall, await resizeRgb(portrait, 150, 200), 730, 500);
    const report = await assessFace(hall);
    expect(report.faces).toHaveLength(1);
    const { x, y } = report.faces[0]!;
    expect(x).toBeGreaterThan(730);
    expect(y).toBeGreaterThan(500);
    expect(await distantFaces(canvas(1600, 1200))).toEqual([]);
  });

  test("four people: each is counted, the largest measured, and the picture is not of one person", async () => {
    const crowd = canvas(960, 640);
    const small = await resizeRgb(portrait, 240, 320);
    for (const [i, x] of [10, 250, 490, 720].entries()) paste(crowd, small, x, i * 80);
    const report = await assessFace(crowd);
    expect(report.faces.length).toBeGreaterThanOrEqual(3);
    const single = report.measures.find((check) => check.id === "SingleFacePresent")!.result;
    expect(single.kind === "assessed" && single.scalar).toBeLessThan(60);
  });

  test("upside down and lying are named, not measured", async () => {
    for (const [degrees, words] of [
      [180, "upside down"],
      [90, "on its side"],
      [270, "on its side"],
    ] as const) {
      const report = await assessFace(await turned(portrait, degrees));
      expect(report.faces, words).toEqual([]);
      expect(report.refusal).toContain(words);
      expect(report.measures.every((check) => check.result.kind === "failure-to-assess")).toBe(true);
      expect(report.verdict.approved).toBe(false);
    }
  });

  test("nobody: one sentence, no measure, no fault", async () => {
    const report = await assessFace(canvas(640, 480));
    expect(report.refusal).toBe("No face is in the picture.");
    expect(report.faces).toEqual([]);
  });

  test("12,000 pixels wide: the person in it is found, in the memory of the picture", async () => {
    const wide = canvas(12_000, 900);
    paste(wide, portrait, 5600, 100);
    const before = process.memoryUsage().rss;
    const report = await assessFace(wide);
    // A face of a fiftieth of the width is below what the detector promises; either it is found there or none is.
    for (const face of report.faces) expect(face.x).toBeGreaterThan(5500);
    if (report.faces.length === 0) expect(report.refusal).toBe("No face is in the picture.");
    expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(300);
  });
});
