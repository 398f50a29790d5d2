/** One channel of a picture as real numbers, with the few filters that measuring needs. */
import { power } from "../../api/base/power.ts";
import type { GreyImage, RgbImage } from "../../api/words/sample.ts";
import { convolveLine } from "../convolve.ts";

export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Row-major. */
  readonly data: Float32Array;
}

export const planeOf = ({ width, height, pixels }: GreyImage): Plane => ({
  width,
  height,
  data: Float32Array.from(pixels),
});

/** IEC 61966-2-1: sRGB code 0..255 to linear light 0..1. */
export const LINEAR = Float32Array.from({ length: 256 }, (_none, code) => {
  const c = code / 255;
  return c <= 0.040_45 ? c / 12.92 : power((c + 0.055) / 1.055, 2.4);
});

/** Relative luminance (IEC 61966-2-1), linear 0..1. */
export const luminanceOf = ({ width, height, pixels }: RgbImage): Plane => {
  const data = new Float32Array(width * height);
  for (let i = 0, at = 0; i < data.length; i += 1, at += 3)
    data[i] =
      0.2126 * (LINEAR[pixels[at] ?? 0] ?? 0) +
      0.7152 * (LINEAR[pixels[at + 1] ?? 0] ?? 0) +
      0.0722 * (LINEAR[pixels[at + 2] ?? 0] ?? 0);
  return { width, height, data };
};

const convolveRows = ({ width, height, data }: Plane, kernel: Float32Array): Plane => {
  const reach = (kernel.length - 1) / 2;
  const out = new Float32Array(data.length);
  const taps = Float64Array.from(kernel);
  const line = new Float64Array(width + 2 * reach);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    line.fill(data[row] ?? 0, 0, reach);
    line.set(data.subarray(row, row + width), reach);
    line.fill(data[row + width - 1] ?? 0, reach + width);
    convolveLine(line, taps, out.subarray(row, row + width));
  }
  return { width, height, data: out };
};

/** Columns that are turned together: a line of the cache for each fits the first level. */
const STRIP = 32;

const turned = ({ width, height, data }: Plane): Plane => {
  const out = new Float32Array(data.length);
  // In strips, so that what is written together lies together.
  for (let left = 0; left < width; left += STRIP) {
    const right = Math.min(left + STRIP, width);
    for (let y = 0; y < height; y += 1)
      for (let x = left; x < right; x += 1) out[x * height + y] = data[y * width + x] as number;
  }
  return { width: height, height: width, data: out };
};

/** Gaussian of this standard deviation in pixels; edges repeat. */
export const blurred = (plane: Plane, sigma: number): Plane => {
  if (sigma <= 0) return plane;
  const reach = Math.max(1, Math.ceil(3.5 * sigma));
  const kernel = Float32Array.from({ length: 2 * reach + 1 }, (_none, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = kernel.reduce((total, value) => total + value, 0);
  const unit = kernel.map((value) => value / sum);
  return turned(convolveRows(turned(convolveRows(plane, unit)), unit));
};

/** Means along rows, by running sums. */
const boxedRows = ({ width, height, data }: Plane, radius: number): Plane => {
  const out = new Float32Array(data.length);
  const span = 2 * radius + 1;
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    const value = (x: number): number => data[row + Math.min(width - 1, Math.max(0, x))] ?? 0;
    let sum = 0;
    for (let x = -radius; x <= radius; x += 1) sum += value(x);
    for (let x = 0; x < width; x += 1) {
      out[row + x] = sum / span;
      sum += value(x + radius + 1) - value(x - radius);
    }
  }
  return { width, height, data: out };
};

/** Mean of every (2 r + 1) x (2 r + 1) window; edges repeat. */
export const boxed = (plane: Plane, radius: number): Plane =>
  turned(boxedRows(turned(boxedRows(plane, radius)), radius));

export interface Statistics {
  readonly mean: number;
  readonly deviation: number;
  readonly count: number;
}

/** Of the pixels whose centres lie in [x, x + width) x [y, y + height). */
export const statisticsOf = (
  plane: Plane,
  region: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Statistics => {
  const left = Math.max(0, Math.ceil(region.x));
  const right = Math.min(plane.width, Math.ceil(region.x + region.width));
  const top = Math.max(0, Math.ceil(region.y));
  const bottom = Math.min(plane.height, Math.ceil(region.y + region.height));
  let [sum, squares, count] = [0, 0, 0];
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const value = plane.data[y * plane.width + x] ?? 0;
      sum += value;
      squares += value * value;
      count += 1;
    }
  const middle = count === 0 ? 0 : sum / count;
  return {
    mean: middle,
    deviation: count < 2 ? 0 : Math.sqrt(Math.max(0, (squares - sum * middle) / (count - 1))),
    count,
  };
};
