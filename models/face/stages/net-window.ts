/** Pixels for a network: a turned square window of a picture, resampled the same way on every machine. */
import type { RgbImage } from "../../../api/words/sample.ts";

/** A square in the picture: centre and side in pixels, turned by `angle` radians (clockwise as seen, since y runs down). */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly angle: number;
}

/** Halves a picture by 2 x 2 means until the window is less than twice as fine as the network's input. */
const halved = (image: RgbImage): RgbImage => {
  const width = Math.max(1, image.width >> 1);
  const height = Math.max(1, image.height >> 1);
  const pixels = new Uint8Array(width * height * 3);
  const row = image.width * 3;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++) {
        const at = 2 * y * row + 6 * x + c;
        const right = 2 * x + 1 < image.width ? 3 : 0;
        const below = 2 * y + 1 < image.height ? row : 0;
        const sum =
          (image.pixels[at] ?? 0) +
          (image.pixels[at + right] ?? 0) +
          (image.pixels[at + below] ?? 0) +
          (image.pixels[at + right + below] ?? 0);
        pixels[(y * width + x) * 3 + c] = (sum + 2) >> 2;
      }
  return { width, height, pixels };
};

/** Copies only what a window needs of a large picture, so that halving does not touch the rest. */
const cutOut = (image: RgbImage, window: Window): { image: RgbImage; window: Window } => {
  const reach = Math.ceil(window.side * 0.7072) + 2;
  const x0 = Math.max(0, Math.floor(window.x - reach));
  const y0 = Math.max(0, Math.floor(window.y - reach));
  const x1 = Math.min(image.width, Math.ceil(window.x + reach));
  const y1 = Math.min(image.height, Math.ceil(window.y + reach));
  if (x1 - x0 < 2 || y1 - y0 < 2 || (x1 - x0 === image.width && y1 - y0 === image.height))
    return { image, window };
  const width = x1 - x0;
  const pixels = new Uint8Array(width * (y1 - y0) * 3);
  for (let y = y0; y < y1; y++) {
    const from = (y * image.width + x0) * 3;
    pixels.set(image.pixels.subarray(from, from + width * 3), (y - y0) * width * 3);
  }
  return {
    image: { width, height: y1 - y0, pixels },
    window: { ...window, x: window.x - x0, y: window.y - y0 },
  };
};

/**
 * The window as planes R, G, B of size x size, values -1..1. Outside the picture: the nearest pixel, or black.
 */
export const windowPlanes = (
  picture: RgbImage,
  wanted: Window,
  size: number,
  outside: "edge" | "black",
): Float32Array => {
  let { image, window } = cutOut(picture, wanted);
  while (window.side / size >= 2 && image.width > 2 && image.height > 2) {
    image = halved(image);
    window = { ...window, x: window.x / 2, y: window.y / 2, side: window.side / 2 };
  }
  const planes = new Float32Array(3 * size * size);
  const step = window.side / size;
  const cos = Math.cos(window.angle) * step;
  const sin = Math.sin(window.angle) * step;
  const { width, height, pixels } = image;
  const clampX = (x: number) => Math.min(width - 1, Math.max(0, x));
  const clampY = (y: number) => Math.min(height - 1, Math.max(0, y));
  const plane = size * size;
  for (let v = 0; v < size; v++)
    for (let u = 0; u < size; u++) {
      const du = u + 0.5 - size / 2;
      const dv = v + 0.5 - size / 2;
      const x = window.x + du * cos - dv * sin - 0.5;
      const y = window.y + du * sin + dv * cos - 0.5;
      const at = v * size + u;
      if (outside === "black" && (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5)) {
        planes[at] = planes[at + plane] = planes[at + 2 * plane] = -1;
        continue;
      }
      const left = Math.floor(x);
      const top = Math.floor(y);
      const fx = x - left;
      const fy = y - top;
      const row0 = clampY(top) * width;
      const row1 = clampY(top + 1) * width;
      const col0 = clampX(left);
      const col1 = clampX(left + 1);
      const a = (row0 + col0) * 3;
      const b = (row0 + col1) * 3;
      const c = (row1 + col0) * 3;
      const d = (row1 + col1) * 3;
      for (let k = 0; k < 3; k++) {
        const upper = (pixels[a + k] ?? 0) * (1 - fx) + (pixels[b + k] ?? 0) * fx;
        const lower = (pixels[c + k] ?? 0) * (1 - fx) + (pixels[d + k] ?? 0) * fx;
        planes[at + k * plane] = (upper * (1 - fy) + lower * fy) / 127.5 - 1;
      }
    }
  return planes;
};

/** Window coordinates -1..1 to picture pixels. */
export const fromWindow = (window: Window, u: number, v: number): readonly [number, number] => {
  const half = window.side / 2;
  const cos = Math.cos(window.angle) * half;
  const sin = Math.sin(window.angle) * half;
  return [window.x + u * cos - v * sin, window.y + u * sin + v * cos];
};
