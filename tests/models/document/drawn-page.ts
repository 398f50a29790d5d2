/** Pages that are drawn, letters and all. */
import type { GreyImage } from "../../../api/words/sample.ts";

interface Page {
  readonly width?: number;
  readonly height?: number;
  /** Height of a letter, pixels. */
  readonly letter?: number;
  readonly ink?: number;
  readonly paper?: number;
}

/** Rows of letters of five by seven squares, each a random choice of strokes; with a little grain. */
export const page = ({
  width = 900,
  height = 600,
  letter = 21,
  ink = 40,
  paper = 210,
}: Page = {}): GreyImage => {
  const pixels = new Uint8Array(width * height).fill(paper);
  let state = 20_260_101;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state >>> 8) % below;
  };
  const cell = letter / 7;
  const paint = (x: number, y: number, wide: number, tall: number): void => {
    for (let dy = 0; dy < tall; dy += 1)
      for (let dx = 0; dx < wide; dx += 1) {
        const at = Math.round(y + dy) * width + Math.round(x + dx);
        if (at < pixels.length) pixels[at] = ink;
      }
  };
  for (let y = letter; y + 2 * letter < height; y += 2 * letter)
    for (let x = letter; x + letter < width - letter; x += letter) {
      if (random(7) === 0) continue;
      // A stem, and two of five bars: every letter hangs together.
      paint(x, y, cell * 1.2, letter);
      const bars = [0, 3, 5.8];
      for (let bar = 0; bar < 2; bar += 1)
        paint(x, y + (bars[random(3)] ?? 0) * cell, 4.4 * cell, cell * 1.2);
    }
  for (let at = 0; at < pixels.length; at += 1)
    pixels[at] = Math.max(0, Math.min(255, (pixels[at] ?? 0) + random(7) - 3));
  return { width, height, pixels };
};
