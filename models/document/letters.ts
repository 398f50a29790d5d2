/** Finds what looks like letters: dark pieces on lighter paper, by what surrounds them, of a letter's shape. */
import type { GreyImage } from "../../api/words/sample.ts";
import { LEGIBILITY } from "../params/document.ts";

/** Its box, inclusive. */
export interface Letter {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Sums of everything above and left, one row and column more than the picture. */
const integralOf = ({ width, height, pixels }: GreyImage): Float64Array => {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += pixels[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  return sums;
};

/** Pixels darker than the mean of their surroundings by a margin: uneven light makes no letters. */
const darkOf = (image: GreyImage): Uint8Array => {
  const { width, height, pixels } = image;
  const sums = integralOf(image);
  const half = Math.max(8, Math.round(Math.min(width, height) / 40));
  const dark = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [Math.max(0, y - half), Math.min(height, y + half + 1)];
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.max(0, x - half), Math.min(width, x + half + 1)];
      const stride = width + 1;
      const sum =
        (sums[bottom * stride + right] ?? 0) -
        (sums[top * stride + right] ?? 0) -
        (sums[bottom * stride + left] ?? 0) +
        (sums[top * stride + left] ?? 0);
      const mean = sum / ((bottom - top) * (right - left));
      if ((pixels[y * width + x] ?? 0) < mean - LEGIBILITY.darker) dark[y * width + x] = 1;
    }
  }
  return dark;
};

const isLetter = ({ left, right, top, bottom }: Letter, count: number, limit: number): boolean => {
  const [width, height] = [right - left + 1, bottom - top + 1];
  const filled = count / (width * height);
  return (
    height >= 4 && height <= limit && width <= 2.5 * height && width >= 2 && filled > 0.12 && filled < 0.95
  );
};

/** Pieces that touch, eight ways; each pixel is visited once. Consumes `dark`. */
export const lettersOf = (image: GreyImage): readonly Letter[] => {
  const { width, height } = image;
  const dark = darkOf(image);
  const limit = Math.min(width, height) / 6;
  const letters: Letter[] = [];
  const stack: number[] = [];
  for (let start = 0; start < dark.length; start += 1) {
    if (dark[start] !== 1) continue;
    let [left, right, top, bottom, count] = [width, 0, height, 0, 0];
    stack.push(start);
    dark[start] = 0;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const [x, y] = [at % width, Math.floor(at / width)];
      [left, right, top, bottom] = [
        Math.min(left, x),
        Math.max(right, x),
        Math.min(top, y),
        Math.max(bottom, y),
      ];
      count += 1;
      for (let dy = -1; dy <= 1; dy += 1)
        for (let dx = -1; dx <= 1; dx += 1) {
          const [nx, ny] = [x + dx, y + dy];
          const next = ny * width + nx;
          if (nx < 0 || ny < 0 || nx >= width || ny >= height || dark[next] !== 1) continue;
          dark[next] = 0;
          stack.push(next);
        }
    }
    const letter = { left, right, top, bottom };
    if (isLetter(letter, count, limit)) letters.push(letter);
  }
  return letters;
};
