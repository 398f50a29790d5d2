/** A camera that looks at a sheet: place, perspective, lens, blur, light, cast, vignetting and noise, all known. */
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Degrees } from "../../../api/words/units.ts";
import { Dice } from "../dice.ts";
import { srgbCode, type Rgb } from "../../calibration/colour.ts";
import { blurred } from "../../calibration/plane.ts";
import { reflectanceOfSheet, type Sheet } from "./sheet.ts";

/** Samples to a pixel, in each direction. */
const SAMPLES = 2;

export interface SyntheticCamera {
  readonly width: number;
  readonly height: number;
  readonly seed: string;
  /** In the middle of the sheet. */
  readonly pixelsPerMm: number;
  /** The sheet lies turned by this, clockwise as seen. */
  readonly tilt?: Degrees;
  /** The sheet leans: its scale changes by this share over its half width and half height. */
  readonly lean?: { readonly x: number; readonly y: number };
  /** Radial: at the corner a point lies off by these shares of its distance (second and fourth power terms). */
  readonly distortion?: readonly [number, number];
  /** Standard deviation of the blur in pixels; the pixel's own aperture comes on top. */
  readonly blurPixels?: number;
  /** Linear light on a perfect white. */
  readonly exposure?: number;
  /** Factors of linear light by channel. */
  readonly cast?: Rgb;
  /** Loss of light in the corners, 0..1. */
  readonly vignetting?: number;
  /** Standard deviation, code values. */
  readonly noise?: number;
}

/** Writes the place on the sheet of a place in the picture into `at`: x, then y. */
type Placing = (x: number, y: number, at: Float64Array) => void;

const placing = (camera: SyntheticCamera, sheet: Sheet): Placing => {
  const {
    width,
    height,
    pixelsPerMm,
    tilt = 0,
    lean = { x: 0, y: 0 },
    distortion: [k1, k2] = [0, 0],
  } = camera;
  const half = Math.hypot(width, height) / 2;
  const turn = (tilt * Math.PI) / 180;
  const cos = Math.cos(turn);
  const sin = Math.sin(turn);
  const lx = lean.x / (sheet.width / 2);
  const ly = lean.y / (sheet.height / 2);
  const rounds = k1 === 0 && k2 === 0 ? 0 : 4;
  return (x, y, at) => {
    const u = (x - width / 2) / half;
    const v = (y - height / 2) / half;
    let undone = 1;
    if (rounds > 0) {
      const seen = Math.hypot(u, v);
      let true_ = seen;
      for (let i = 0; i < rounds; i += 1) {
        const r2 = true_ * true_;
        true_ -= (true_ * (1 + k1 * r2 + k2 * r2 * r2) - seen) / (1 + 3 * k1 * r2 + 5 * k2 * r2 * r2);
      }
      if (seen !== 0) undone = true_ / seen;
    }
    const a = (u * undone * half) / pixelsPerMm;
    const b = (v * undone * half) / pixelsPerMm;
    // Seen = sheet / (1 + lean . sheet), solved for the sheet.
    const depth = 1 / (1 - lx * (cos * a + sin * b) - ly * (cos * b - sin * a));
    at[0] = (cos * a + sin * b) * depth + sheet.width / 2;
    at[1] = (cos * b - sin * a) * depth + sheet.height / 2;
  };
};

const planesOf = (sheet: Sheet, camera: SyntheticCamera): readonly Float32Array[] => {
  const place = placing(camera, sheet);
  const reflectance = reflectanceOfSheet(sheet);
  const width = camera.width * SAMPLES;
  const height = camera.height * SAMPLES;
  const colourless = sheet.shapes.every(({ colour: [r, g, b] }) => r === g && g === b);
  const planes = Array.from({ length: colourless ? 1 : 3 }, () => new Float32Array(width * height));
  const half = 0.5 / SAMPLES / camera.pixelsPerMm;
  const at = new Float64Array(2);
  for (let row = 0, sample = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1, sample += 1) {
      place((column + 0.5) / SAMPLES, (row + 0.5) / SAMPLES, at);
      const colour = reflectance(at[0] as number, at[1] as number, half);
      for (let i = 0; i < planes.length; i += 1) (planes[i] as Float32Array)[sample] = colour[i as 0 | 1 | 2];
    }
  const sigma = (camera.blurPixels ?? 0.7) * SAMPLES;
  return planes.map((data) => blurred({ width, height, data }, sigma).data);
};

/** srgbCode at 0, 1/STEPS .. 1: between them it is nearly straight. */
const STEPS = 8192;
const CODES = Float64Array.from({ length: STEPS + 2 }, (_none, i) => srgbCode(i / STEPS));

const codeOf = (linear: number): number => {
  const place = Math.min(1, Math.max(0, linear)) * STEPS;
  const low = Math.floor(place);
  const lower = CODES[low] ?? 0;
  return lower + (place - low) * ((CODES[low + 1] ?? lower) - lower);
};

/** Of the light that falls on the sensor, what an exposure and a white balance make of it. */
export type Developed = Pick<SyntheticCamera, "exposure" | "cast">;

/** A plane's samples, averaged over each pixel. */
const pixelsOf = (plane: Float32Array, { width, height }: SyntheticCamera): Float32Array => {
  const means = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let light = 0;
      for (let v = 0; v < SAMPLES; v += 1)
        for (let u = 0; u < SAMPLES; u += 1)
          light += plane[(y * SAMPLES + v) * width * SAMPLES + x * SAMPLES + u] ?? 0;
      means[y * width + x] = light / (SAMPLES * SAMPLES);
    }
  return means;
};

const shadeOf = ({ width, height, vignetting = 0 }: SyntheticCamera): Float32Array => {
  const shade = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const dx = (2 * x) / width - 1;
      const dy = (2 * y) / height - 1;
      shade[y * width + x] = 1 - (vignetting * (dx * dx + dy * dy)) / 2;
    }
  return shade;
};

/** A camera before a sheet: the light is found once, pictures of it under as many settings as are asked for. */
export const watchSheet = (sheet: Sheet, camera: SyntheticCamera): ((developed?: Developed) => RgbImage) => {
  const { width, height, seed, noise = 1 } = camera;
  const planes = planesOf(sheet, camera).map((plane) => pixelsOf(plane, camera));
  const shade = shadeOf(camera);
  const dice = new Dice(`${seed}/camera noise`);
  const grain = new Float32Array(width * height * 3);
  for (let i = 0; i < grain.length; i += 1) grain[i] = dice.normal(0, noise);
  return (developed = {}) => {
    const { exposure = 1, cast = [1, 1, 1] } = { ...camera, ...developed };
    const pixels = new Uint8Array(width * height * 3);
    for (let channel = 0; channel < 3; channel += 1) {
      const plane = planes[channel] ?? planes[0] ?? shade;
      const factor = exposure * (cast[channel] ?? 1);
      for (let i = 0; i < shade.length; i += 1) {
        const at = i * 3 + channel;
        const code = codeOf((plane[i] ?? 0) * (shade[i] ?? 0) * factor) + (grain[at] ?? 0);
        pixels[at] = Math.min(255, Math.max(0, Math.round(code)));
      }
    }
    return { width, height, pixels };
  };
};

/** The picture, 8-bit sRGB. The same options, the same pixels. */
export const renderCamera = (sheet: Sheet, camera: SyntheticCamera): RgbImage => watchSheet(sheet, camera)();

const aperture = (f: number) => (f === 0 ? 1 : Math.sin(Math.PI * f) / (Math.PI * f));

/** Modulation transfer of the synthetic optics at a frequency in cycles a pixel, across an edge slanted by `slope`. */
export const trueModulation = (
  perPixel: number,
  { blurPixels = 0.7 }: SyntheticCamera,
  slope = 0.1,
): number => {
  const length = Math.hypot(1, slope);
  return (
    aperture(perPixel / length) *
    aperture((perPixel * slope) / length) *
    Math.exp(-2 * (Math.PI * blurPixels * perPixel) ** 2)
  );
};
