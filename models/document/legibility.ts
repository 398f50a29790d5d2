/**
 * Whether a picture of a paper can be read by whoever decides on it later: are there letters, are they large enough, sharp, and
 * set off from the paper, does no line run out of the picture, and is none of it lost in glare. Judged from the letters themselves, so that no size of paper is assumed.
 */
import type { GreyImage, RgbImage } from "../../api/words/sample.ts";
import { LEGIBILITY } from "../params/document.ts";
import { lettersOf } from "./letters.ts";
import type { Letter } from "./letters.ts";

/** In the order in which they are told: what has to be put right first. */
export type LegibilityReason = "no-text" | "too-far" | "cut-off" | "glare" | "blurred" | "too-faint";

export interface Legibility {
  readonly legible: boolean;
  readonly reasons: readonly LegibilityReason[];
  /** Letters found. */
  readonly letters: number;
  /** Median height of the letters, pixels; undefined: none. */
  readonly letterHeight?: number;
  /** Median width of the letters' edges, 10 to 90 % of their step, pixels. */
  readonly edgeWidth?: number;
  /** Median step from letter to paper, grey levels. */
  readonly contrast?: number;
  /** Share of the picture that is washed out beside paper that is not. */
  readonly glare: number;
  /** Letters at that side of the picture that has most of them: text goes on where the picture ends. */
  readonly atBorder: number;
}

const median = (values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1];
};

/** BT.601 luma. */
export const greyOf = ({ width, height, pixels }: RgbImage): GreyImage => {
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at += 1)
    grey[at] = Math.round(
      0.299 * (pixels[at * 3] ?? 0) + 0.587 * (pixels[at * 3 + 1] ?? 0) + 0.114 * (pixels[at * 3 + 2] ?? 0),
    );
  return { width, height, pixels: grey };
};

/** Width of the steepest edge along a letter's middle row: the whole step over its steepest slope, of which 80 % lie between 10 and 90 %. */
const edgeOf = (
  { width, pixels }: GreyImage,
  { left, right, top, bottom }: Letter,
): { width: number; step: number } => {
  const row = ((top + bottom) >> 1) * width;
  let [dark, light, slope] = [255, 0, 0];
  for (let x = Math.max(1, left - 2); x <= Math.min(width - 2, right + 2); x += 1) {
    const value = pixels[row + x] ?? 0;
    dark = Math.min(dark, value);
    light = Math.max(light, value);
    slope = Math.max(slope, Math.abs((pixels[row + x + 1] ?? 0) - (pixels[row + x - 1] ?? 0)) / 2);
  }
  const step = light - dark;
  return { width: slope === 0 ? Infinity : (0.8 * step) / slope, step };
};

/** Washed-out pixels, unless the whole paper is as bright: then it is white, not glare. */
const glareOf = ({ pixels }: GreyImage): number => {
  const counts = new Uint32Array(256);
  for (const value of pixels) counts[value] = (counts[value] ?? 0) + 1;
  let washed = 0;
  for (let value = LEGIBILITY.washedOut; value < 256; value += 1) washed += counts[value] ?? 0;
  let [seen, paper] = [0, 0];
  // The paper is what most of the picture is: the level below which six tenths of it lie.
  while (paper < 255 && seen < pixels.length * 0.6) {
    seen += counts[paper] ?? 0;
    paper += 1;
  }
  return paper >= LEGIBILITY.washedOut ? 0 : washed / pixels.length;
};

/** A paper has a margin: letters nearer to the picture's end than half their height belong to text that goes on beyond it. */
const atBorderOf = (
  letters: readonly Letter[],
  { width, height }: GreyImage,
  letterHeight: number | undefined,
): number => {
  const near = (letterHeight ?? 0) * LEGIBILITY.borderOfHeight;
  const counts = [0, 0, 0, 0];
  for (const { left, right, top, bottom } of letters)
    [left < near, right >= width - near, top < near, bottom >= height - near].forEach((there, side) => {
      if (there) counts[side] = (counts[side] ?? 0) + 1;
    });
  return Math.max(...counts);
};

/** Takes about twenty milliseconds a megapixel: not for a thread on which somebody waits. */
export const assessLegibility = (picture: RgbImage | GreyImage): Legibility => {
  const grey = picture.pixels.length === picture.width * picture.height ? picture : greyOf(picture);
  const letters = lettersOf(grey);
  const edges = letters.map((letter) => edgeOf(grey, letter));
  const letterHeight = median(letters.map(({ top, bottom }) => bottom - top + 1));
  const edgeWidth = median(edges.map(({ width }) => width));
  const contrast = median(edges.map(({ step }) => step));
  const glare = glareOf(grey);
  const atBorder = atBorderOf(letters, grey, letterHeight);
  const { leastLetters, leastHeight, widestEdge, leastContrast, mostGlare, mostAtBorder } = LEGIBILITY;
  const reasons: LegibilityReason[] = [];
  if (letters.length < leastLetters) reasons.push("no-text");
  if (letterHeight !== undefined && letterHeight < leastHeight) reasons.push("too-far");
  if (atBorder > mostAtBorder) reasons.push("cut-off");
  if (glare > mostGlare) reasons.push("glare");
  // Fine print has finer edges: what counts is the edge beside the letter.
  if (letterHeight !== undefined && edgeWidth !== undefined && edgeWidth > widestEdge * letterHeight)
    reasons.push("blurred");
  if (contrast !== undefined && contrast < leastContrast) reasons.push("too-faint");
  return {
    legible: reasons.length === 0,
    reasons,
    letters: letters.length,
    ...(letterHeight === undefined ? {} : { letterHeight }),
    ...(edgeWidth === undefined ? {} : { edgeWidth }),
    ...(contrast === undefined ? {} : { contrast }),
    glare,
    atBorder,
  };
};
