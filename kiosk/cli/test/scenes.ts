/**
 * What may stand before the camera: frames of a rendered face, and what is made of them. Each scene has several takes,
 * because a camera that repeats itself byte for byte counts as frozen.
 */
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { RgbImage } from "../../../api/words/sample.ts";
import { cutRgb, decodeRgb, encodeRgbJpeg, resizeRgb } from "../../../models/image.ts";
import { qrRows } from "../../server/ticket.ts";
import { CHECKOUT } from "../checkout.ts";
import type { Remembered } from "./remembered.ts";

export const SCENES = [
  "neutral",
  "neutral-again",
  "too-far",
  "too-near",
  "turned",
  "eyes-closed",
  "mouth-open",
  "leaning",
  "aside",
  "dark",
  "scarf",
  "two-people",
  "nobody",
  "code",
] as const;
export type Scene = (typeof SCENES)[number];

/** Upright, as the cameras of the kiosk are (TR-03121-3.2 v6.0, 5.1). */
const WIDTH = 1500;
const HEIGHT = 2000;
const TAKES = [92, 93, 94] as const;

/** Names of frames in a face's folder: the gallery's, the specimen's. */
const FILES: Partial<Record<Scene, readonly string[]>> = {
  neutral: ["5-neutral.jpg", "frame-4-neutral.jpg"],
  "neutral-again": ["6-neutral.jpg", "frame-5-neutral.jpg"],
  "too-far": ["1-too-far.jpg", "frame-1-too-far.jpg"],
  turned: ["2-turned.jpg", "frame-2-looking-away.jpg"],
  "eyes-closed": ["3-eyes-closed.jpg", "frame-3-eyes-closed.jpg"],
  "mouth-open": ["4-mouth-open.jpg"],
};

/** Whoever may be somebody's face in a scenario. */
export const everyFace = (): readonly string[] => [
  "specimen",
  ...readdirSync(path.join(CHECKOUT, "fixtures/faces/gallery"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted(),
];

const folderOf = (face: string): string =>
  path.join(CHECKOUT, "fixtures/faces", face === "specimen" ? "specimen" : path.join("gallery", face));

const fileOf = (face: string, scene: Scene): Uint8Array => {
  const folder = folderOf(face);
  const wanted = FILES[scene] ?? FILES.neutral ?? [];
  let names: readonly string[] = [];
  try {
    names = readdirSync(folder);
  } catch (cause) {
    throw new OutsideFault(
      "input-missing",
      `There is no face ${face} (${folder}); name one of fixtures/faces/gallery, or specimen.`,
      { cause },
    );
  }
  const name = wanted.find((candidate) => names.includes(candidate));
  if (name === undefined)
    throw new OutsideFault("input-missing", `Face ${face} has no frame for "${scene}"; choose another face.`);
  return readFileSync(path.join(folder, name));
};

const filled = (width: number, height: number, level: number): RgbImage => ({
  width,
  height,
  pixels: new Uint8Array(width * height * 3).fill(level),
});

/** `image` laid over `ground`; what hangs over the edge is not seen. */
const pasted = (ground: RgbImage, image: RgbImage, left: number, top: number): RgbImage => {
  const pixels = Uint8Array.from(ground.pixels);
  for (let y = Math.max(0, -top); y < Math.min(image.height, ground.height - top); y += 1) {
    const from = Math.max(0, -left);
    const to = Math.min(image.width, ground.width - left);
    if (to <= from) break;
    const row = image.pixels.subarray((y * image.width + from) * 3, (y * image.width + to) * 3);
    pixels.set(row, ((y + top) * ground.width + left + from) * 3);
  }
  return { ...ground, pixels };
};

/** The colour of the backdrop: the picture's upper left corner. */
const backdropOf = ({ pixels }: RgbImage): number => pixels[0] ?? 200;

const moved = async (face: RgbImage, scale: number, right: number, down: number): Promise<RgbImage> => {
  const [width, height] = [Math.round(WIDTH * scale), Math.round(HEIGHT * scale)];
  const small = await resizeRgb(face, width, height);
  const ground = filled(WIDTH, HEIGHT, backdropOf(face));
  return pasted(
    ground,
    small,
    Math.round((WIDTH - width) / 2 + right),
    Math.round((HEIGHT - height) / 2 + down),
  );
};

/** The whole head inside a larger backdrop, so that turning cuts nothing off. */
const leaned = async (face: RgbImage, degrees: number): Promise<RgbImage> => {
  const [width, height] = [WIDTH * 2, HEIGHT * 2];
  const ground = pasted(filled(width, height, backdropOf(face)), face, WIDTH >> 1, HEIGHT >> 1);
  return cutRgb(ground, { centre: { x: width / 2, y: height / 2 }, width: WIDTH, height: HEIGHT, degrees });
};

/** A cloth from the nose down: folds of a plain weave, no one's. */
const scarved = (face: RgbImage): RgbImage => {
  const pixels = Uint8Array.from(face.pixels);
  for (let y = Math.round(HEIGHT * 0.575); y < HEIGHT; y += 1)
    for (let x = Math.round(WIDTH * 0.14); x < WIDTH * 0.86; x += 1) {
      const fold = Math.round(18 * Math.sin(x / 41 + y / 97) + 6 * Math.sin(y / 5));
      pixels.set([70 + fold, 96 + fold, 60 + fold], (y * WIDTH + x) * 3);
    }
  return { ...face, pixels };
};

const codeOn = async (text: string): Promise<RgbImage> => {
  const rows = qrRows(text);
  const side = rows.length + 8;
  const small = filled(side, side, 255);
  rows.forEach((row, y) =>
    row.split("").forEach((cell, x) => {
      if (cell === "1") small.pixels.fill(0, ((y + 4) * side + x + 4) * 3, ((y + 4) * side + x + 5) * 3);
    }),
  );
  const scale = Math.floor(1200 / side);
  const large = filled(side * scale, side * scale, 255);
  for (let y = 0; y < large.height; y += 1)
    for (let x = 0; x < large.width; x += 1) {
      const at = (Math.floor(y / scale) * side + Math.floor(x / scale)) * 3;
      large.pixels.fill(small.pixels[at] ?? 255, (y * large.width + x) * 3, (y * large.width + x + 1) * 3);
    }
  return pasted(filled(WIDTH, HEIGHT, 205), large, (WIDTH - large.width) >> 1, (HEIGHT - large.height) >> 1);
};

const whole = async (face: string, scene: Scene): Promise<RgbImage> => {
  const frame = await decodeRgb(fileOf(face, scene), `${face} ${scene}`);
  return frame.width === WIDTH && frame.height === HEIGHT ? frame : resizeRgb(frame, WIDTH, HEIGHT);
};

const pictureOf = async (face: string, scene: Scene, code: string): Promise<RgbImage> => {
  switch (scene) {
    case "nobody":
      return filled(WIDTH, HEIGHT, 205);
    case "code":
      return codeOn(code);
    case "too-near":
      return moved(await whole(face, "neutral"), 1.6, 0, 0);
    case "aside":
      return moved(await whole(face, "neutral"), 1, WIDTH * 0.27, 0);
    case "leaning":
      return leaned(await whole(face, "neutral"), 17);
    case "dark": {
      const lit = await whole(face, "neutral");
      return { ...lit, pixels: lit.pixels.map((value) => value * 0.32) };
    }
    case "scarf":
      return scarved(await whole(face, "neutral"));
    case "two-people": {
      const near = await moved(await whole(face, "neutral"), 0.62, -WIDTH * 0.26, 0);
      const other = await resizeRgb(await whole("specimen", "neutral"), WIDTH >> 1, HEIGHT >> 1);
      return pasted(near, other, WIDTH >> 1, HEIGHT >> 2);
    }
    default:
      return whole(face, scene);
  }
};

/** JPEG takes of a scene. `code`: the text of the symbol that is held up. Throws OutsideFault input-missing. */
export const takesOf = (
  remembered: Remembered,
  face: string,
  scene: Scene,
  code = "",
): Promise<readonly Uint8Array[]> => {
  const sources = scene === "code" || scene === "nobody" ? [] : [fileOf(face, scene)];
  return remembered.of(`takes of ${scene}`, [...sources, scene === "code" ? code : face], async () => {
    const picture = await pictureOf(face, scene, code);
    return Promise.all(TAKES.map((quality) => encodeRgbJpeg(picture, quality)));
  });
};
