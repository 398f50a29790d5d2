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

/** How dark the sheet is at (u, v), in cells of the glyphs. */
const inked = (lines: readonly string[], u: number, v: number): boolean => {
  const [row, column] = [Math.floor(v / 11), Math.floor(u / 6)];
  const [y, x] = [Math.floor(v) - row * 11, Math.floor(u) - column * 6];
  const rows = GLYPHS[lines[row]?.[column] ?? " "];
  return rows !== undefined && x < 5 && y < 7 && (((rows[y] ?? 0) >> (4 - x)) & 1) === 1;
};

/** A picture of that sheet. Lines hold capitals, digits and spaces, up to 36 of them. */
export const renderPaper = (
  lines: readonly string[],
  { width, height, sheet, smear = 0 }: PaperView,
): GreyImage => {
  const cell = sheet.width / (COLUMNS * 6);
  const tall = sheet.width * Math.SQRT2;
  const grey = (x: number, y: number): number => {
    const [u, v] = [(x - sheet.left) / cell, (y - sheet.top) / cell];
    if (u < 0 || v < 0 || x >= sheet.left + sheet.width || y >= sheet.top + tall) return DESK;
    return inked(lines, u - MARGIN * 6, v - MARGIN * 6) ? INK : PAPER;
  };
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      // Four looks a pixel: an edge between two of them is soft, as a lens gives it.
      const sum = grey(x, y) + grey(x + 0.5, y) + grey(x, y + 0.5) + grey(x + 0.5, y + 0.5);
      pixels[y * width + x] = Math.round(sum / 4);
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
