/** A made-up paper: typed lines on a sheet that lies on a desk, as a camera above it sees them. Nobody's. */
import type { GreyImage } from "../../api/words/sample.ts";

/** Five columns by seven rows, each row as five bits, top first. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 15],
  H: [17, 17, 17, 31, 17, 17, 17],
  I: [14, 4, 4, 4, 4, 4, 14],
  J: [7, 2, 2, 2, 2, 18, 12],
  K: [17, 18, 20, 24, 20, 18, 17],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 25, 21, 19, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  P: [30, 17, 17, 30, 16, 16, 16],
  Q: [14, 17, 17, 17, 21, 18, 13],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  V: [17, 17, 17, 17, 17, 10, 4],
  W: [17, 17, 17, 21, 21, 27, 17],
  X: [17, 17, 10, 4, 10, 17, 17],
  Y: [17, 17, 10, 4, 4, 4, 4],
  Z: [31, 1, 2, 4, 8, 16, 31],
  "0": [14, 17, 19, 21, 25, 17, 14],
  "1": [4, 12, 4, 4, 4, 4, 14],
  "2": [14, 17, 1, 6, 8, 16, 31],
  "3": [30, 1, 1, 14, 1, 1, 30],
  "4": [2, 6, 10, 18, 31, 2, 2],
  "5": [31, 16, 30, 1, 1, 17, 14],
  "6": [6, 8, 16, 30, 17, 17, 14],
  "7": [31, 1, 2, 4, 4, 4, 4],
  "8": [14, 17, 17, 14, 17, 17, 14],
  "9": [14, 17, 17, 15, 1, 2, 12],
};

export interface PaperView {
  readonly width: number;
  readonly height: number;
  /** Left and top of the sheet in the picture, and its width; its height is as of A4. Pixels; may lie outside. */
  readonly sheet: { readonly left: number; readonly top: number; readonly width: number };
  /** Half the width of the smear of a moving hand, pixels. */
  readonly smear?: number;
}

const COLUMNS = 44;
const MARGIN = 4;
const [DESK, PAPER, INK] = [96, 218, 42];

/** A place on the sheet along one side of the picture: which glyph, and which fifth or seventh of it. */
interface Spot {
  readonly glyph: number;
  readonly part: number;
}

/** Every half pixel along a side; undefined: beside the sheet. `pitch`: from glyph to glyph, in cells. */
const along = (
  count: number,
  from: number,
  long: number,
  cell: number,
  pitch: number,
): (Spot | undefined)[] =>
  Array.from({ length: 2 * count }, (_none, half) => {
    const at = half / 2;
    const cells = (at - from) / cell;
    if (cells < 0 || at >= from + long) return undefined;
    const inside = Math.floor(cells - MARGIN * 6);
    const glyph = Math.floor(inside / pitch);
    return { glyph, part: inside - glyph * pitch };
  });

/** How light the picture is across one row of half pixels. */
const rowAt = (line: string, part: number, across: readonly (Spot | undefined)[]): Uint8Array => {
  const row = new Uint8Array(across.length);
  for (const [half, spot] of across.entries()) {
    const bits = spot === undefined ? undefined : GLYPHS[line[spot.glyph] ?? " "]?.[part];
    const inked =
      bits !== undefined && spot !== undefined && spot.part < 5 && ((bits >> (4 - spot.part)) & 1) === 1;
    row[half] = spot === undefined ? DESK : inked ? INK : PAPER;
  }
  return row;
};

/** Four looks a pixel: an edge between two of them is soft, as a lens gives it. */
const soften = (upper: Uint8Array, lower: Uint8Array, into: Uint8Array): void => {
  for (let x = 0, left = 0; x < into.length; x += 1, left += 2) {
    const over = (upper[left] ?? 0) + (upper[left + 1] ?? 0);
    into[x] = Math.round((over + (lower[left] ?? 0) + (lower[left + 1] ?? 0)) / 4);
  }
};

/** A picture of that sheet. Lines hold capitals, digits and spaces, up to 36 of them. */
export const renderPaper = (
  lines: readonly string[],
  { width, height, sheet, smear = 0 }: PaperView,
): GreyImage => {
  const cell = sheet.width / (COLUMNS * 6);
  const across = along(width, sheet.left, sheet.width, cell, 6);
  const down = along(height, sheet.top, sheet.width * Math.SQRT2, cell, 11);
  const desk = new Uint8Array(2 * width).fill(DESK);
  // Rows within one cell of the glyphs are alike.
  const rows = new Map<number, Uint8Array>();
  const row = (half: number): Uint8Array => {
    const spot = down[half];
    if (spot === undefined) return desk;
    const key = spot.glyph * 11 + spot.part;
    const made = rows.get(key) ?? rowAt(lines[spot.glyph] ?? "", spot.part, across);
    rows.set(key, made);
    return made;
  };
  const pixels = new Uint8Array(width * height);
  let [above, below]: readonly (Uint8Array | undefined)[] = [];
  for (let y = 0; y < height; y += 1) {
    const [upper, lower] = [row(2 * y), row(2 * y + 1)];
    if (upper === above && lower === below) pixels.copyWithin(y * width, (y - 1) * width, y * width);
    else soften(upper, lower, pixels.subarray(y * width, (y + 1) * width));
    [above, below] = [upper, lower];
  }
  return smear === 0 ? { width, height, pixels } : smeared({ width, height, pixels }, smear);
};

const smeared = ({ width, height, pixels }: GreyImage, half: number): GreyImage => {
  const out = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y += 1) {
    let sum = 0;
    const at = (x: number) => pixels[y * width + Math.min(width - 1, Math.max(0, x))] ?? 0;
    for (let x = -half; x <= half; x += 1) sum += at(x);
    for (let x = 0; x < width; x += 1) {
      out[y * width + x] = Math.round(sum / (2 * half + 1));
      sum += at(x + half + 1) - at(x - half);
    }
  }
  return { width, height, pixels: out };
};
