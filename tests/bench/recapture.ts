/** Pictures of pictures, made by computation: a screen or a halftone print of a portrait before a camera. */
import type { RgbImage } from "../../api/words/sample.ts";

/** Linear light of a display or a sheet at a place in its own pixels, R, G and B. */
export type Surface = (u: number, v: number, out: Float64Array) => void;

export interface Camera {
  readonly width: number;
  readonly height: number;
  /** Camera pixels for one pixel of the surface, and how far the surface is turned, radians. */
  readonly pitch: number;
  readonly angle: number;
  /** Standard deviation of the sensor's noise in linear light, 0..1. */
  readonly noise: number;
  /** Light of a screen that refreshes under the rolling shutter: depth 0..1 and rows a wave. */
  readonly bands?: { readonly depth: number; readonly rows: number };
  readonly random: () => number;
}

const LINEAR = Float64Array.from({ length: 256 }, (_, i) => (i / 255) ** 2.2);

const valueAt = ({ width, height, pixels }: RgbImage, u: number, v: number, c: number): number => {
  const x = Math.min(width - 1, Math.max(0, Math.floor(u)));
  const y = Math.min(height - 1, Math.max(0, Math.floor(v)));
  return LINEAR[pixels[(y * width + x) * 3 + c] ?? 0] ?? 0;
};

/** A person or a picture without structure of its own: the surface shows the portrait as it is. */
export const plain =
  (image: RgbImage): Surface =>
  (u, v, out) => {
    for (let c = 0; c < 3; c += 1) out[c] = valueAt(image, u, v, c);
  };

/** Upright stripes of red, green and blue behind a black mesh, as liquid crystals have. */
export const screen =
  (image: RgbImage): Surface =>
  (u, v, out) => {
    const [x, y] = [u - Math.floor(u), v - Math.floor(v)];
    const stripe = Math.floor(x * 3);
    const lit = x * 3 - stripe > 0.15 && y > 0.12 ? 3 : 0;
    for (let c = 0; c < 3; c += 1) out[c] = c === stripe ? Math.min(1, lit * valueAt(image, u, v, c)) : 0;
  };

const ANGLES = [15, 75, 0].map((degrees) => (degrees * Math.PI) / 180);

/** Dots of cyan, magenta and yellow on paper; `dot` is their distance in pixels of the portrait. */
export const halftone =
  (image: RgbImage, dot: number): Surface =>
  (u, v, out) => {
    for (let c = 0; c < 3; c += 1) {
      const angle = ANGLES[c] ?? 0;
      const [p, q] = [u * Math.cos(angle) + v * Math.sin(angle), v * Math.cos(angle) - u * Math.sin(angle)];
      const spot = 0.5 + 0.25 * (Math.cos((2 * Math.PI * p) / dot) + Math.cos((2 * Math.PI * q) / dot));
      const ink = spot < 1 - valueAt(image, u, v, c) ? 0.93 : 0;
      out[c] = 0.9 * (1 - ink);
    }
  };

const gaussian = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const encode = (light: number): number => Math.round(255 * Math.min(1, Math.max(0, light)) ** (1 / 2.2));

/** Five by five samples a pixel under the lens's bell: optics of about half a pixel. */
const TAPS = [-0.8, -0.4, 0, 0.4, 0.8];
const WEIGHTS = TAPS.map((t) => Math.exp(-0.5 * (t / 0.55) ** 2));

export const photographed = (
  surface: Surface,
  middle: readonly [number, number],
  camera: Camera,
): RgbImage => {
  const { width, height, pitch, angle, bands, random } = camera;
  const pixels = new Uint8Array(width * height * 3);
  const [cos, sin] = [Math.cos(angle) / pitch, Math.sin(angle) / pitch];
  const seen = new Float64Array(3);
  const sum = new Float64Array(3);
  const total = WEIGHTS.reduce((a, b) => a + b, 0) ** 2;
  for (let y = 0; y < height; y += 1) {
    const band = bands === undefined ? 1 : 1 + bands.depth * Math.sin((2 * Math.PI * y) / bands.rows);
    for (let x = 0; x < width; x += 1) {
      sum.fill(0);
      for (let j = 0; j < TAPS.length; j += 1)
        for (let i = 0; i < TAPS.length; i += 1) {
          const dx = x + 0.5 + (TAPS[i] ?? 0) - width / 2;
          const dy = y + 0.5 + (TAPS[j] ?? 0) - height / 2;
          surface(middle[0] + dx * cos - dy * sin, middle[1] + dx * sin + dy * cos, seen);
          const weight = (WEIGHTS[i] ?? 0) * (WEIGHTS[j] ?? 0);
          for (let c = 0; c < 3; c += 1) sum[c] = (sum[c] ?? 0) + weight * (seen[c] ?? 0);
        }
      for (let c = 0; c < 3; c += 1)
        pixels[(y * width + x) * 3 + c] = encode(
          ((sum[c] ?? 0) / total) * band + camera.noise * gaussian(random),
        );
    }
  }
  return { width, height, pixels };
};
