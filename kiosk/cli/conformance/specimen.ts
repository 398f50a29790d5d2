/** The synthetic person whom the bench presents where nobody brings ground truth. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { GreyImage, RgbImage } from "../../../api/words/sample.ts";
import { decodeRgb, encodeRgbJpeg } from "../../../models/image.ts";
import { makePerson } from "../../../models/synthetic/person/person.ts";
import { CHECKOUT } from "../checkout.ts";
import { renderPrint } from "../people/rendering.ts";
import type { ScannerName } from "../people/scanners.ts";

export const PERSON = makePerson("person 1");

const FACES = path.join(CHECKOUT, "fixtures/faces/specimen");

/** Camera frames of one rendered person, 1500 x 2000, by what they show. */
export const FRAMES = {
  tooFar: "frame-1-too-far.jpg",
  lookingAway: "frame-2-looking-away.jpg",
  eyesClosed: "frame-3-eyes-closed.jpg",
  neutral: "frame-4-neutral.jpg",
  neutralAgain: "frame-5-neutral.jpg",
} as const;

export const frame = (name: keyof typeof FRAMES): Promise<Uint8Array> =>
  readFile(path.join(FACES, FRAMES[name]));

/** The profile's scanners have 500 ppi (TR-03121-3.2 v6.0, FM AH-FP-OPT); another is put in its place by --scanner. */
export const SCANNER: ScannerName = "futronic-fs81";

const made = new Map<string, GreyImage>();

/** One impression on that scanner; the same visit gives the same picture, made once. */
export const print = (position: FingerPosition, visit: number, scanner: ScannerName): GreyImage => {
  const key = `${scanner} ${position} ${visit}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const image = renderPrint(PERSON, position, `conformance ${visit}`, scanner);
  made.set(key, image);
  return image;
};

const JPEG_QUALITY = 92;

/** Two people side by side, 3000 x 2000. */
export const twoPeople = async (): Promise<Uint8Array> => {
  const [left, right] = [
    await decodeRgb(await frame("neutral")),
    await decodeRgb(await frame("neutralAgain")),
  ];
  const { width, height } = left;
  const pair: RgbImage = { width: 2 * width, height, pixels: new Uint8Array(6 * width * height) };
  for (let y = 0; y < height; y += 1) {
    const row = { from: 3 * width * y, to: 3 * width * (y + 1) };
    pair.pixels.set(left.pixels.subarray(row.from, row.to), 2 * row.from);
    pair.pixels.set(right.pixels.subarray(row.from, row.to), 2 * row.from + 3 * width);
  }
  return encodeRgbJpeg(pair, JPEG_QUALITY);
};

/** A backdrop that nobody stands before, 1500 x 2000. */
export const emptyRoom = (): Promise<Uint8Array> => {
  const pixels = new Uint8Array(1500 * 2000 * 3).fill(200);
  return encodeRgbJpeg({ width: 1500, height: 2000, pixels }, JPEG_QUALITY);
};
