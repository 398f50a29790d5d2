/** Pictures in which the detector alone is unsure or wrong: the points of a face settle whether there is one, and how it lies. */
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import type { RgbImage } from "../../../api/words/sample.ts";
import { facesIn, SIDE } from "../../../models/face/stages/net-boxes.ts";
import { detectFaces, lyingFace } from "../../../models/face/stages/net-detect.ts";
import { pointSpread, windowOn } from "../../../models/face/stages/net-landmarks.ts";
import { decodeRgb } from "../../../models/image.ts";
import { networks } from "../../../models/onnx.ts";

const load = async (name: string): Promise<RgbImage> =>
  decodeRgb(readFileSync(`fixtures/faces/${name}.jpg`), name);
const turned = async ({ width, height, pixels }: RgbImage, degrees: number): Promise<RgbImage> => {
  const { data, info } = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .rotate(degrees, { background: "#808080" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
};
/** What the detector alone says of the whole picture. */
const alone = (image: RgbImage) => {
  const side = Math.max(image.width, image.height);
  return facesIn(image, { x: side / 2, y: side / 2, side, angle: 0 }, 0.35);
};

const shipped = networks().map((entry) => entry.name);
describe.skipIf(!shipped.includes("face-detect") || !shipped.includes("face-landmarks"))(
  "doubtful faces",
  () => {
    test("a face that scores less than a half is found where its points fit", async () => {
      for (const name of ["head-tilted", "out-of-focus"]) {
        const image = await load(`doubtful/${name}`);
        const [best] = await alone(image);
        expect(best?.confidence, name).toBeLessThan(0.5);
        expect(await detectFaces(image), name).toEqual([best]);
      }
    });

    test("a face that scores higher turned over is none that lies: its points fit better upright", async () => {
      const image = await load("doubtful/low-in-the-picture");
      const [best] = await alone(image);
      const [over] = await alone(await turned(image, 180));
      expect(over!.confidence).toBeGreaterThan(best!.confidence + 0.05);
      expect(await detectFaces(image)).toEqual([best]);
    });

    test("a flower on a hat and an ear are no second person", async () => {
      for (const name of ["patterned-hat", "ear"]) {
        const image = await load(`doubtful/${name}`);
        const [best, second] = await alone(image);
        expect(second?.confidence, name).toBeGreaterThan(0.5);
        expect(await detectFaces(image), name).toEqual([best]);
      }
    });

    test("two people far apart are two, though the detector is unsure of both", async () => {
      const { width, height, pixels } = await load("doubtful/low-in-the-picture");
      const room = {
        width: 3 * width,
        height: 2 * height,
        pixels: new Uint8Array(18 * width * height).fill(128),
      };
      for (let y = 0; y < height; y += 1)
        for (const x of [0, 2 * width])
          room.pixels.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), (y * room.width + x) * 3);
      const seen = await alone(room);
      expect(Math.min(...seen.slice(0, 2).map(({ confidence }) => confidence))).toBeLessThan(0.6);
      expect(await detectFaces(room)).toHaveLength(2);
    });

    test("portraits on their side or head are never boxed, and the operator is told how they lie", async () => {
      for (const person of ["04", "12", "16", "26", "33"]) {
        const portrait = await load(`gallery/${person}/5-neutral`);
        expect(await detectFaces(portrait), person).toHaveLength(1);
        for (const degrees of [90, 180, 270]) {
          const lying = await turned(portrait, degrees);
          expect(await detectFaces(lying), `${person} by ${degrees}`).toEqual([]);
          const words = degrees === 180 ? "upside down; turn" : "on its side; turn";
          expect(await lyingFace(lying), `${person} by ${degrees}`).toContain(words);
        }
      }
    });

    test("points fit a face better than a wall, and where the window lies as the face does", async () => {
      const portrait = await load("gallery/01/5-neutral");
      const [face] = await detectFaces(portrait);
      const upright = await pointSpread(portrait, windowOn(face!.box));
      expect(upright).toBeLessThan(0.05);
      expect(await pointSpread(portrait, windowOn(face!.box, Math.PI / 2))).toBeGreaterThan(1.5 * upright);
      const corner = windowOn([0, 0, SIDE / 2, SIDE / 2]);
      expect(await pointSpread(portrait, corner)).toBeGreaterThan(3 * upright);
    });
  },
);
