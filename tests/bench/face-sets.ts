/** Portraits with their truth: photographs beside the checkout, and held-out sets of the renderer. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { RgbImage } from "../../api/words/sample.ts";
import { decodeRgb } from "../../models/image.ts";

export type Point = readonly [number, number];

/** What one portrait is judged by; pixels. */
export interface Marks {
  readonly rightEye: Point;
  readonly leftEye: Point;
  readonly mouthRight: Point;
  readonly mouthLeft: Point;
  readonly chin: Point;
  readonly pose?: { readonly yaw: number; readonly pitch: number };
  readonly closed?: boolean;
  readonly mouthOpening?: number;
}

export interface Portrait {
  readonly image: () => Promise<RgbImage>;
  readonly groups: readonly string[];
  readonly marks: Marks;
  /** Class of every pixel as the renderer numbers them. */
  readonly mask?: Uint8Array;
}

export const shared = path.resolve("../shared/face");
export const mid = (a: Point, b: Point): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
interface IndexLine {
  readonly image: string;
  readonly set: string;
  readonly eth?: string;
  readonly faces: readonly { readonly landmarks?: Readonly<Record<string, Point>> }[];
}

export const indexLines = (): readonly IndexLine[] =>
  readFileSync(path.join(shared, "index.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as IndexLine);

export const realPortraits = (): readonly Portrait[] =>
  indexLines().flatMap((line) => {
    const marks = line.faces[0]?.landmarks;
    const eye = marks?.["rightEyeCentre"];
    const other = marks?.["leftEyeCentre"];
    const [right, left, chin] = [marks?.["mouthRight"], marks?.["mouthLeft"], marks?.["chin"]];
    if (!eye || !other || !right || !left || !chin || !["canada", "composite"].includes(line.set)) return [];
    return [
      {
        image: () => decodeRgb(readFileSync(path.join(shared, line.image)), line.image),
        groups: [`real ${line.set} ${line.eth ?? ""}`.trim()],
        marks: { rightEye: eye, leftEye: other, mouthRight: right, mouthLeft: left, chin },
      },
    ];
  });

/** Layout of a set written by the renderer (models/training/renderer/dataset.cpp). */
const SET_SIDE = 192;
const SET_NUMBERS = 219;

const bandOf = (luminance: number): string =>
  luminance < 0.06 ? "darkest" : luminance < 0.2 ? "dark" : "light";
const COVERS = ["bare-headed", "hijab", "veil", "turban", "headtie", "kufi", "cap", "hat"];
const GLASSES = ["no glasses", "clear glasses", "dark glasses"];

/** Groups a held-out picture counts for; the bars of an issue are for frontal faces with nothing before them. */
const groupsOf = (n: Float32Array, mask: Uint8Array): readonly string[] => {
  const at = (i: number) => n[i] ?? 0;
  const classAt = (x: number, y: number) => mask[Math.floor(y) * SET_SIDE + Math.floor(x)] ?? 0;
  if (at(216) > 0) return ["held-out, hand, mask or sheet before the face"];
  if (Math.abs(at(196)) > 20 || Math.abs(at(197)) > 20)
    return Math.abs(at(196)) > 40 ? ["held-out, yaw over 40"] : ["held-out, turned 20 to 40"];
  // A fringe, a cloth or a hand lies over a pupil: classes 2, 3 and 6 of the renderer.
  if ([192, 194].some((i) => [2, 3, 6].includes(classAt(at(i), at(i + 1)))))
    return ["held-out, an eye hidden"];
  return [
    "held-out frontal",
    `held-out ${bandOf(at(210))} skin`,
    at(211) > 0.5 ? "held-out men" : "held-out women",
    `held-out ${at(212) < 0.42 ? "children" : at(212) < 0.6 ? "young" : at(212) < 0.75 ? "middle-aged" : "old"}`,
    `held-out ${COVERS[at(214)] ?? "covered"}`,
    `held-out ${GLASSES[at(215)] ?? "glasses"}`,
  ];
};

/** Held-out people of a rendered set: pictures, and the numbers that belong to them. */
export const heldOut = (folder: string): readonly Portrait[] => {
  const bytes = readFileSync(path.join(folder, "numbers.f32"));
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const images = readFileSync(path.join(folder, "images.u8"));
  const masks = readFileSync(path.join(folder, "masks.u8"));
  const size = SET_SIDE * SET_SIDE * 3;
  const count = Math.min(Math.floor(numbers.length / SET_NUMBERS), Math.floor(images.length / size));
  return Array.from({ length: count }, (_, i) => {
    const n = numbers.subarray(i * SET_NUMBERS, (i + 1) * SET_NUMBERS);
    const mask = masks.subarray((i * size) / 3, ((i + 1) * size) / 3);
    const at = (k: number): Point => [n[2 * k] ?? Number.NaN, n[2 * k + 1] ?? Number.NaN];
    return {
      image: () =>
        Promise.resolve({
          width: SET_SIDE,
          height: SET_SIDE,
          pixels: images.subarray(i * size, (i + 1) * size),
        }),
      groups: groupsOf(n, mask),
      mask,
      marks: {
        rightEye: mid(at(60), at(64)),
        leftEye: mid(at(68), at(72)),
        mouthRight: at(76),
        mouthLeft: at(82),
        chin: at(16),
        pose: { yaw: n[196] ?? 0, pitch: n[197] ?? 0 },
        closed: (n[202] ?? 0) > 0.75,
        mouthOpening: n[201] ?? 0,
      },
    };
  });
};
