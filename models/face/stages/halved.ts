/** Coarser pictures, for whoever reads a large one through a small window. */
import type { RgbImage } from "../../../api/words/sample.ts";
import { once } from "./once.ts";

/** A picture by 2 x 2 means; kept with the picture, for its other readers. */
export const halved = once((image: RgbImage): RgbImage => {
  const width = Math.max(1, image.width >> 1);
  const height = Math.max(1, image.height >> 1);
  const from = image.pixels;
  const pixels = new Uint8Array(width * height * 3);
  const row = image.width * 3;
  const [right, below] = [image.width > 1 ? 3 : 0, image.height > 1 ? row : 0];
  for (let y = 0, out = 0; y < height; y++)
    for (let x = 0, at = 2 * y * row; x < width; x++, at += 6)
      for (let c = at; c < at + 3; c++, out++) {
        const upper = (from[c] ?? 0) + (from[c + right] ?? 0);
        pixels[out] = (upper + (from[c + below] ?? 0) + (from[c + below + right] ?? 0) + 2) >> 2;
      }
  return { width, height, pixels };
});
