/** What makes a good portrait a bad one, in exactly one respect; on pixels, so that the truth is known. */
import type { RgbImage } from "../../../../api/words/sample.ts";

const mapped = (image: RgbImage, change: (value: number) => number): RgbImage => ({
  ...image,
  pixels: Uint8Array.from(image.pixels, (value) => Math.min(255, Math.max(0, Math.round(change(value))))),
});

/** Linear gain on coded values: above 1 clips highlights, far below 1 drowns everything. */
export const exposed = (image: RgbImage, gain: number): RgbImage => mapped(image, (value) => value * gain);

export const grey = (image: RgbImage): RgbImage => {
  const pixels = new Uint8Array(image.pixels.length);
  for (let i = 0; i < pixels.length; i += 3) {
    const [r = 0, g = 0, b = 0] = [image.pixels[i], image.pixels[i + 1], image.pixels[i + 2]];
    pixels.fill(Math.round(0.299 * r + 0.587 * g + 0.114 * b), i, i + 3);
  }
  return { ...image, pixels };
};

/** Leaves so many levels of each channel. */
export const posterised = (image: RgbImage, levels: number): RgbImage => {
  const step = 255 / (levels - 1);
  return mapped(image, (value) => Math.round(value / step) * step);
};

/** One pass of a running mean along rows (stride 3) or columns (stride of a row). */
const runningMean = (image: RgbImage, radius: number, along: "rows" | "columns"): RgbImage => {
  const { width, height, pixels } = image;
  const result = new Uint8Array(pixels.length);
  const [lines, length] = along === "rows" ? [height, width] : [width, height];
  const at = (line: number, place: number): number =>
    3 * (along === "rows" ? line * width + place : place * width + line);
  for (let line = 0; line < lines; line += 1)
    for (let channel = 0; channel < 3; channel += 1) {
      const value = (place: number): number =>
        pixels[at(line, Math.min(length - 1, Math.max(0, place))) + channel] ?? 0;
      let sum = 0;
      for (let place = -radius; place <= radius; place += 1) sum += value(place);
      for (let place = 0; place < length; place += 1) {
        result[at(line, place) + channel] = Math.round(sum / (2 * radius + 1));
        sum += value(place + radius + 1) - value(place - radius);
      }
    }
  return { width, height, pixels: result };
};

/** Out of focus: a running mean over 2 radius + 1 pixels, both ways, twice. */
export const defocused = (image: RgbImage, radius: number): RgbImage =>
  (["rows", "columns", "rows", "columns"] as const).reduce(
    (blurred, along) => runningMean(blurred, radius, along),
    image,
  );
