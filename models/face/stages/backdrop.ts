/**
 * What is behind the person: its level and colour say how the picture was exposed and balanced, whatever the skin.
 * Read beside and above the head, in the frame; with a segmentation only where that says background.
 */
import type { RgbImage } from "../../../api/words/sample.ts";
import { BACKDROP } from "../../params/face.ts";
import { labOf } from "./colour.ts";
import { apply, fromPairs } from "./similarity.ts";
import { distance } from "./geometry.ts";
import type { EyeCentres } from "./parts.ts";

export interface Backdrop {
  /** Median of gamma-coded luma, 0..255, and half the spread of its middle 80 %. */
  readonly level: number;
  readonly spread: number;
  /** CIELAB of the median colour. */
  readonly a: number;
  readonly b: number;
  /** Median level beside the picture's left half less that of its right half. */
  readonly tilt: number;
  /** How many places were read. */
  readonly places: number;
}

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

interface Read {
  /** In the picture's left half, as the head sees it. */
  readonly left: boolean;
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly luma: number;
}

const statistics = (reads: readonly Read[]): Backdrop => {
  const sorted = (pick: (read: Read) => number) => Float64Array.from(reads, pick).sort();
  const luma = sorted((read) => read.luma);
  const middle = (pick: (read: Read) => number) => Math.round(quantile(sorted(pick), 0.5));
  const { a, b } = labOf(
    middle((read) => read.red),
    middle((read) => read.green),
    middle((read) => read.blue),
  );
  const spread = (quantile(luma, 0.9) - quantile(luma, 0.1)) / 2;
  const side = (left: boolean) =>
    quantile(
      Float64Array.from(reads.filter((read) => read.left === left).map((read) => read.luma)).sort(),
      0.5,
    );
  return { level: quantile(luma, 0.5), spread, a, b, tilt: side(true) - side(false), places: reads.length };
};

/** A backdrop of many levels says nothing of the exposure. */
export const isPlain = (backdrop: Backdrop): boolean => backdrop.spread <= BACKDROP.plain;

/** Places in eye distances from the middle between the eyes, upright: beside the head and above it. */
const places = (inner: number): { u: number; v: number }[] => {
  const found: { u: number; v: number }[] = [];
  const { outer, top, bottom, above, step } = BACKDROP;
  for (let v = -above; v <= bottom; v += step)
    for (let u = -outer; u <= outer; u += step) if (Math.abs(u) >= inner || v <= -top) found.push({ u, v });
  return found;
};

/** `isBackground` where a segmentation knows better; a sentence where too little of it is seen. */
export const backdropOf = (
  frame: RgbImage,
  eyes: EyeCentres,
  isBackground?: (x: number, y: number) => boolean,
): Backdrop | string => {
  const d = distance(eyes.left, eyes.right);
  const toFrame = fromPairs(
    [
      { x: -0.5, y: 0 },
      { x: 0.5, y: 0 },
    ],
    [eyes.right, eyes.left],
  );
  const readFrom = (inner: number): Read[] => {
    const reads: Read[] = [];
    for (const { u, v } of places(inner)) {
      const p = apply(toFrame, { x: u, y: v });
      const [x, y] = [Math.round(p.x), Math.round(p.y)];
      if (x < 0 || y < 0 || x >= frame.width || y >= frame.height) continue;
      if (isBackground !== undefined && !isBackground(x, y)) continue;
      const at = (y * frame.width + x) * 3;
      const [red, green, blue] = [
        frame.pixels[at] ?? 0,
        frame.pixels[at + 1] ?? 0,
        frame.pixels[at + 2] ?? 0,
      ];
      reads.push({ left: u < 0, red, green, blue, luma: 0.2126 * red + 0.7152 * green + 0.0722 * blue });
    }
    return reads;
  };
  let reads = readFrom(BACKDROP.inner);
  // Eyes far apart in a portrait cut close: little is left beside the head, but the segmentation knows where the head ends.
  if (reads.length < BACKDROP.least && isBackground !== undefined) reads = readFrom(BACKDROP.innermost);
  if (reads.length < BACKDROP.least || d < 4) return "Too little of the background is in the picture.";
  return statistics(reads);
};
