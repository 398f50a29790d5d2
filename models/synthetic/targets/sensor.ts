/** A fingerprint sensor that looks at a target: scale error, tilt, blur, shading, noise, dead pixels and dirt, all known. */
import { power } from "../../../api/base/power.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Degrees, Millimetres, PixelsPerInch } from "../../../api/words/units.ts";
import { Dice } from "../dice.ts";
import { blurred } from "../../calibration/plane.ts";
import type { Reflectance } from "./coverage.ts";

const MM_PER_INCH = 25.4;
/** Samples to a pixel, in each direction. */
const SAMPLES = 4;

export interface Smear {
  readonly x: Millimetres;
  readonly y: Millimetres;
  readonly radius: Millimetres;
  /** Grey levels darker at its middle. */
  readonly depth: number;
}

export interface SyntheticSensor {
  readonly width: number;
  readonly height: number;
  /** What it truly resolves, by direction. */
  readonly ppi: { readonly x: PixelsPerInch; readonly y: PixelsPerInch };
  readonly seed: string;
  /** The target lies turned by this, clockwise as seen. */
  readonly tilt?: Degrees;
  /** Where the target's corner lies. */
  readonly offset?: { readonly x: Millimetres; readonly y: Millimetres };
  /** Standard deviation of the optics' blur. */
  readonly blurPixels?: number;
  /** Pull of the lens: a point at half the width is off by this share of its distance from the middle. */
  readonly pincushion?: number;
  readonly black?: number;
  readonly white?: number;
  /** Exponent of the response; 1 is linear. */
  readonly gamma?: number;
  /** Loss of light in the corners, 0..1. */
  readonly vignetting?: number;
  /** Standard deviation, grey levels. */
  readonly noise?: number;
  readonly deadPixels?: readonly { readonly x: number; readonly y: number; readonly level: number }[];
  readonly dirt?: readonly Smear[];
  /** A ridge pattern that the last finger left, this many grey levels deep. */
  readonly residue?: number;
}

const soiling = (sensor: SyntheticSensor, mmX: Millimetres, mmY: Millimetres): number => {
  let loss = 0;
  for (const { x, y, radius, depth } of sensor.dirt ?? []) {
    const far = Math.hypot(mmX - x, mmY - y) / radius;
    if (far < 1.6) loss += depth / (1 + Math.exp((far - 1) * 12));
  }
  if (sensor.residue !== undefined) {
    // Ridges of half a millimetre around the middle of the platen, as a whorl leaves them.
    const cx = (sensor.width / sensor.ppi.x) * 12.7;
    const cy = (sensor.height / sensor.ppi.y) * 12.7;
    const far = Math.hypot(mmX - cx, (mmY - cy) * 0.8);
    if (far < 6) loss += sensor.residue * 0.5 * (1 + Math.cos((2 * Math.PI * far) / 0.5));
  }
  return loss;
};

const supersampled = (target: Reflectance, sensor: SyntheticSensor) => {
  const { width, height, ppi, tilt = 0, offset = { x: 0, y: 0 }, pincushion = 0 } = sensor;
  const turn = (tilt * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [stepX, stepY] = [MM_PER_INCH / ppi.x / SAMPLES, MM_PER_INCH / ppi.y / SAMPLES];
  const [middleX, middleY] = [(width * SAMPLES * stepX) / 2, (height * SAMPLES * stepY) / 2];
  const data = new Float32Array(width * height * SAMPLES * SAMPLES);
  let i = 0;
  for (let row = 0; row < height * SAMPLES; row += 1)
    for (let column = 0; column < width * SAMPLES; column += 1) {
      const u = (column + 0.5) * stepX - middleX;
      const v = (row + 0.5) * stepY - middleY;
      const pull = 1 + pincushion * ((u * u + v * v) / (middleX * middleX));
      const x = u * pull;
      const y = v * pull;
      data[i] = target(
        cos * x + sin * y + middleX - offset.x,
        cos * y - sin * x + middleY - offset.y,
        stepX / 2,
      );
      i += 1;
    }
  return { width: width * SAMPLES, height: height * SAMPLES, data };
};

/** The picture, 8 bits. The same options, the same pixels. */
export const renderSensor = (target: Reflectance, sensor: SyntheticSensor): GreyImage => {
  const {
    width,
    height,
    ppi,
    blurPixels = 0.4,
    black = 12,
    white = 240,
    gamma = 1,
    vignetting = 0,
    noise = 0.8,
  } = sensor;
  const fine = blurred(supersampled(target, sensor), blurPixels * SAMPLES);
  const dice = new Dice(`${sensor.seed}/sensor noise`);
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let light = 0;
      for (let v = 0; v < SAMPLES; v += 1)
        for (let u = 0; u < SAMPLES; u += 1)
          light += fine.data[(y * SAMPLES + v) * fine.width + x * SAMPLES + u] ?? 0;
      light /= SAMPLES * SAMPLES;
      const dx = (2 * x) / width - 1;
      const dy = (2 * y) / height - 1;
      const shade = 1 - (vignetting * (dx * dx + dy * dy)) / 2;
      const soil = soiling(sensor, ((x + 0.5) / ppi.x) * MM_PER_INCH, ((y + 0.5) / ppi.y) * MM_PER_INCH);
      const level = black + (white - black) * power(light, gamma) * shade - soil + dice.normal(0, noise);
      pixels[y * width + x] = Math.min(255, Math.max(0, Math.round(level)));
    }
  for (const dead of sensor.deadPixels ?? []) pixels[dead.y * width + dead.x] = dead.level;
  return { width, height, pixels };
};

/** Contrast transfer of the synthetic optics at a frequency: what the picture of infinite bars keeps between their middles. */
export const trueContrastTransfer = (perMm: number, sensor: SyntheticSensor): number => {
  const perPixel = (perMm * MM_PER_INCH) / sensor.ppi.x;
  const { blurPixels = 0.4 } = sensor;
  let sum = 0;
  for (let odd = 1, sign = 1; odd < 60; odd += 2, sign = -sign) {
    const f = perPixel * odd;
    const aperture = Math.sin(Math.PI * f) / (Math.PI * f);
    sum += (sign * aperture * Math.exp(-2 * (Math.PI * blurPixels * f) ** 2)) / odd;
  }
  return (4 / Math.PI) * sum;
};
