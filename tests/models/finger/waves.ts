/** Prints of known content: plane waves with phase spirals, whose minutiae are known exactly. */
import type { GreyImage } from "../../../api/words/sample.ts";

export interface Spiral {
  readonly x: number;
  readonly y: number;
  /** +1: one more ridge on the right of the spiral than on its left; -1: one fewer. */
  readonly turn: 1 | -1;
}

/** Horizontal ridges every `period` pixels, grey 40..216; each spiral adds one minutia. */
export const waves = (
  width: number,
  height: number,
  period: number,
  spirals: readonly Spiral[] = [],
  phase = 0,
): GreyImage => {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let angle = (2 * Math.PI * y) / period + phase;
      for (const spiral of spirals) angle += spiral.turn * Math.atan2(y - spiral.y, x - spiral.x);
      pixels[y * width + x] = Math.round(128 + 88 * Math.cos(angle));
    }
  return { width, height, pixels };
};

/** The same picture turned by quarters, counter-clockwise. */
export const quarterTurn = (image: GreyImage): GreyImage => {
  const pixels = new Uint8Array(image.pixels.length);
  const [width, height] = [image.height, image.width];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      pixels[y * width + x] = image.pixels[x * image.width + (image.width - 1 - y)]!;
  return { width, height, pixels };
};
