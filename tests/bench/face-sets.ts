/** Portraits with their truth: photographs beside the checkout. Those of the renderer: face-held.ts. */
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
  /** The chin lies beyond the picture's edge: nothing shows where. */
  readonly chinBeyond?: boolean;
  readonly pose?: { readonly yaw: number; readonly pitch: number };
  /** Undefined between the two: not judged. */
  readonly closed?: boolean;
  readonly mouthOpening?: number;
  /** Degrees between gaze and camera; absent where the eyes are shut or behind dark glass. */
  readonly gaze?: number;
  /** All 98. */
  readonly points?: readonly Point[];
}

/** A group of pictures; `of`: what its groups differ in, for comparing the worst with the best. */
export interface Group {
  readonly name: string;
  readonly of?: string;
  /** Where only the parts are compared: nobody sees eyes behind dark glass as well as behind clear. */
  readonly partsOf?: string;
}

export interface Portrait {
  readonly image: () => Promise<RgbImage>;
  readonly groups: readonly Group[];
  readonly marks: Marks;
  /** Class of every pixel as the renderer numbers them. */
  readonly mask?: () => Uint8Array;
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

/**
 * Every second person by name, women and men apart, was shown to the landmark network at the end of its training
 * (models/training/photos.py): only the others are reported.
 */
export const shownInTraining = (lines: readonly IndexLine[] = indexLines()): ReadonlySet<string> => {
  const names = lines.filter((line) => line.set === "canada").map((line) => line.image);
  return new Set(
    ["f.jpg", "m.jpg"].flatMap((kind) =>
      names
        .filter((name) => name.endsWith(kind))
        .toSorted()
        .filter((_, i) => i % 2 === 0),
    ),
  );
};

export const realPortraits = (): readonly Portrait[] => {
  const lines = indexLines();
  const seen = shownInTraining(lines);
  return lines.flatMap((line) => {
    if (seen.has(line.image)) return [];
    const marks = line.faces[0]?.landmarks;
    const eye = marks?.["rightEyeCentre"];
    const other = marks?.["leftEyeCentre"];
    const [right, left, chin] = [marks?.["mouthRight"], marks?.["mouthLeft"], marks?.["chin"]];
    if (!eye || !other || !right || !left || !chin || !["canada", "composite"].includes(line.set)) return [];
    return [
      {
        image: () => decodeRgb(readFileSync(path.join(shared, line.image)), line.image),
        groups: [
          { name: `real ${line.set} ${line.eth ?? ""}`.trim(), of: "skin of real people" },
          { name: `real ${line.set}, all` },
        ],
        marks: { rightEye: eye, leftEye: other, mouthRight: right, mouthLeft: left, chin },
      },
    ];
  });
};
