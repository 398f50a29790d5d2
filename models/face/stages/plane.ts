/** One channel of numbers, and the few operations the face stages need on it. Row-major; outside reads the edge. */
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Similarity } from "./similarity.ts";

export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

export const plane = (width: number, height: number): Plane => ({
  width,
  height,
  values: new Float32Array(width * height),
});

/** Gamma-coded luma (ITU-R BT.709 weights), 0..255, averaged over whole blocks of `block` pixels. */
export const blockLuma = ({ width, height, pixels }: RgbImage, block: number): Plane => {
  const out = plane(Math.floor(width / block), Math.floor(height / block));
  const scale = 1 / (block * block);
  for (let y = 0; y < out.height * block; y += 1) {
    const row = Math.floor(y / block) * out.width;
    let at = y * width * 3;
    for (let x = 0; x < out.width; x += 1) {
      let sum = 0;
      for (let i = 0; i < block; i += 1, at += 3)
        sum += 0.2126 * (pixels[at] ?? 0) + 0.7152 * (pixels[at + 1] ?? 0) + 0.0722 * (pixels[at + 2] ?? 0);
      out.values[row + x] = (out.values[row + x] ?? 0) + sum * scale;
    }
  }
  return out;
};

/** How one axis of `to` pixels is averaged from `from` pixels: first pixel and its weights, for each. */
const areaWeights = (from: number, to: number): { first: number; weights: number[] }[] =>
  Array.from({ length: to }, (_, i) => {
    const start = (i * from) / to;
    const end = ((i + 1) * from) / to;
    const first = Math.floor(start);
    const weights = [];
    for (let at = first; at < end; at += 1)
      weights.push((Math.min(at + 1, end) - Math.max(at, start)) / (end - start));
    return { first, weights };
  });

/** Smaller by averaging areas; never larger. */
export const shrink = (from: Plane, width: number, height: number): Plane => {
  const middle = plane(width, from.height);
  areaWeights(from.width, width).forEach(({ first, weights }, x) => {
    for (let y = 0; y < from.height; y += 1) {
      let sum = 0;
      for (let k = 0; k < weights.length; k += 1)
        sum += (weights[k] ?? 0) * (from.values[y * from.width + first + k] ?? 0);
      middle.values[y * width + x] = sum;
    }
  });
  const out = plane(width, height);
  areaWeights(from.height, height).forEach(({ first, weights }, y) => {
    for (let k = 0; k < weights.length; k += 1) {
      const weight = weights[k] ?? 0;
      const row = (first + k) * width;
      for (let x = 0; x < width; x += 1)
        out.values[y * width + x] = (out.values[y * width + x] ?? 0) + weight * (middle.values[row + x] ?? 0);
    }
  });
  return out;
};

/** Value between pixels; (0, 0) is the middle of the first pixel. */
export const sample = ({ width, height, values }: Plane, x: number, y: number): number => {
  const cx = Math.min(Math.max(x, 0), width - 1);
  const cy = Math.min(Math.max(y, 0), height - 1);
  const x0 = Math.floor(cx);
  const y0 = Math.floor(cy);
  const fx = cx - x0;
  const right = x0 + 1 < width ? 1 : 0;
  const at = y0 * width + x0;
  const below = y0 + 1 < height ? width : 0;
  const top = (values[at] ?? 0) * (1 - fx) + (values[at + right] ?? 0) * fx;
  const bottom = (values[at + below] ?? 0) * (1 - fx) + (values[at + below + right] ?? 0) * fx;
  return top + (bottom - top) * (cy - y0);
};

/** A patch of `from`, read through a map from patch pixels to its pixels. */
export const warp = (from: Plane, width: number, height: number, toFrom: Similarity): Plane => {
  const out = plane(width, height);
  const { a, b, tx, ty } = toFrom;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      out.values[y * width + x] = sample(from, a * x - b * y + tx, b * x + a * y + ty);
  return out;
};

/** Mean over a (2 radius + 1) square at every pixel, by running sums. */
export const boxMean = (from: Plane, radius: number): Plane => {
  const { width, height } = from;
  const pass = (values: Float32Array, length: number, lines: number, step: number, line: number) => {
    const out = new Float32Array(values.length);
    const clamp = (i: number) => Math.min(Math.max(i, 0), length - 1);
    for (let l = 0; l < lines; l += 1) {
      const base = l * line;
      let sum = 0;
      for (let i = -radius; i <= radius; i += 1) sum += values[base + clamp(i) * step] ?? 0;
      for (let i = 0; i < length; i += 1) {
        out[base + i * step] = sum / (2 * radius + 1);
        sum +=
          (values[base + clamp(i + radius + 1) * step] ?? 0) - (values[base + clamp(i - radius) * step] ?? 0);
      }
    }
    return out;
  };
  const rows = pass(from.values, width, height, 1, width);
  return { width, height, values: pass(rows, height, width, width, 1) };
};
