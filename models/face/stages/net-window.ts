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

/** One channel between four pixels (their places in `pixels`), -1..1. */
const between = (
  pixels: Uint8Array,
  a: number,
  b: number,
  c: number,
  d: number,
  fx: number,
  fy: number,
): number => {
  const upper = (pixels[a] ?? 0) * (1 - fx) + (pixels[b] ?? 0) * fx;
  const lower = (pixels[c] ?? 0) * (1 - fx) + (pixels[d] ?? 0) * fx;
  return (upper * (1 - fy) + lower * fy) / 127.5 - 1;
};

/** Where the columns of a window lie in the picture, before its rows move them. */
interface Columns {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const clamped = (i: number, most: number): number => (i < 0 ? 0 : i > most ? most : i);

/** Fills one row of the three planes, beginning at `first`; it lies (dx, dy) from the window's middle row. */
const fillRow = (
  planes: Float32Array,
  first: number,
  { width, height, pixels }: RgbImage,
  { x: xs, y: ys }: Columns,
  dx: number,
  dy: number,
  outside: "edge" | "black",
): void => {
  const plane = planes.length / 3;
  const right = width - 1;
  const bottom = height - 1;
  for (let u = 0, at = first; u < xs.length; u++, at++) {
    const x = (xs[u] ?? 0) + dx - 0.5;
    const y = (ys[u] ?? 0) + dy - 0.5;
    if (outside === "black" && (x < -0.5 || y < -0.5 || x > width - 0.5 || y > height - 0.5)) {
      planes[at] = planes[at + plane] = planes[at + 2 * plane] = -1;
      continue;
    }
    // Places are whole numbers of 32 bits throughout: a fifth quicker.
    const left = Math.floor(x) | 0;
    const top = Math.floor(y) | 0;
    const fx = x - left;
    const fy = y - top;
    const a = ((clamped(top, bottom) * width + clamped(left, right)) * 3) | 0;
    const b = left < 0 || left >= right ? a : (a + 3) | 0;
    const down = top < 0 || top >= bottom ? 0 : 3 * width;
    const c = (a + down) | 0;
    const d = (b + down) | 0;
    planes[at] = between(pixels, a, b, c, d, fx, fy);
    planes[at + plane] = between(pixels, a + 1, b + 1, c + 1, d + 1, fx, fy);
    planes[at + 2 * plane] = between(pixels, a + 2, b + 2, c + 2, d + 2, fx, fy);
  }
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
  const away = (i: number): number => i + 0.5 - size / 2;
  const columns = { x: new Float64Array(size), y: new Float64Array(size) };
  for (let u = 0; u < size; u++) {
    columns.x[u] = window.x + away(u) * cos;
    columns.y[u] = window.y + away(u) * sin;
  }
  for (let v = 0; v < size; v++)
    fillRow(planes, v * size, image, columns, -away(v) * sin, away(v) * cos, outside);
  return planes;
};

/** Window coordinates -1..1 to picture pixels. */
export const fromWindow = (window: Window, u: number, v: number): readonly [number, number] => {
  const half = window.side / 2;
  const cos = Math.cos(window.angle) * half;
  const sin = Math.sin(window.angle) * half;
  return [window.x + u * cos - v * sin, window.y + u * sin + v * cos];
};
