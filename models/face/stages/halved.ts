/** Coarser pictures, for whoever reads a large one through a small window. */
import type { RgbImage } from "../../../api/words/sample.ts";
import { once } from "./once.ts";

/** Fills one row from `out` on with means of 2 x 2 pixels, the first of which begin at `at`; steps in bytes. */
const halveRow = (
  pixels: Uint8Array,
  out: number,
  width: number,
  from: Uint8Array,
  at: number,
  right: number,
  below: number,
): void => {
  const mean = (a: number): number =>
    ((from[a] ?? 0) + (from[a + right] ?? 0) + (from[a + below] ?? 0) + (from[a + below + right] ?? 0) + 2) >>
    2;
  for (let x = 0, to = out, a = at; x < width; x++, to += 3, a += 6) {
    pixels[to] = mean(a);
    pixels[to + 1] = mean(a + 1);
    pixels[to + 2] = mean(a + 2);
  }
};

/** A picture by 2 x 2 means; kept with the picture, for its other readers. */
export const halved = once((image: RgbImage): RgbImage => {
  const width = Math.max(1, image.width >> 1);
  const height = Math.max(1, image.height >> 1);
  const pixels = new Uint8Array(width * height * 3);
  const row = image.width * 3;
  const [right, below] = [image.width > 1 ? 3 : 0, image.height > 1 ? row : 0];
  for (let y = 0; y < height; y++)
    halveRow(pixels, y * width * 3, width, image.pixels, 2 * y * row, right, below);
  return { width, height, pixels };
});
