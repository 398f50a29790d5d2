/** Pixels for a network: a turned square window of a picture, resampled the same way on every machine. */
import type { RgbImage } from "../../../api/words/sample.ts";
import { halved } from "./halved.ts";

/** A square in the picture: centre and side in pixels, turned by `angle` radians (clockwise as seen, since y runs down). */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly angle: number;
}

/**
 * The window as planes R, G, B of size x size, values -1..1. Outside the picture: the nearest pixel, or black.
 */
export const windowPlanes = (
  picture: RgbImage,
  wanted: Window,
  size: number,
  outside: "edge" | "black",
): Float32Array => {
  let [image, window] = [picture, wanted];
  // Halved until the window is less than twice as fine as the network's input.
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
