/** What may enter the finger engine, and its copy at 500 pixels an inch that all features live on. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import type { PixelsPerInch } from "../../api/words/units.ts";
import { plane, type Plane } from "./plane.ts";

/** Resolution of the feature frame; ISO/IEC 19794-4 and 29794-4 are both defined at it. */
export const FEATURE_PPI = 500;
const LOWEST_PPI = 100;
const HIGHEST_PPI = 2540;
/** A four-finger slap at 1000 ppi has 10 Mpx; beyond this the input is not a print of fingers. */
const MOST_PIXELS = 16_000_000;
/** Places of minutiae have 14 bits (ISO/IEC 19794-2:2005). */
const LONGEST = 16_383;

const refuse = (sentence: string): never => {
  throw new OutsideFault("input-malformed", sentence);
};

/** Throws OutsideFault input-malformed or input-too-large; says what is wrong and what is expected. */
export const checkPrint = (image: GreyImage, ppi: PixelsPerInch): void => {
  const { width, height, pixels } = image;
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1)
    refuse(`a print of ${width} x ${height} pixels has no area; capture it again`);
  if (pixels.length !== width * height)
    refuse(
      `a print of ${width} x ${height} pixels came with ${pixels.length} bytes; one byte a pixel is expected`,
    );
  if (!Number.isFinite(ppi) || ppi < LOWEST_PPI || ppi > HIGHEST_PPI)
    refuse(`${ppi} pixels an inch is outside ${LOWEST_PPI}..${HIGHEST_PPI}; state the sensor's resolution`);
  // Of a coarse picture the feature frame has more pixels than it does itself.
  const enlarged = Math.max(1, FEATURE_PPI / ppi);
  const [wide, high] = [Math.round(width * enlarged), Math.round(height * enlarged)];
  if (wide * high > MOST_PIXELS || Math.max(wide, high) > LONGEST) {
    const there = enlarged > 1 ? ` at ${ppi} an inch is ${wide} x ${high} at ${FEATURE_PPI}, which` : "";
    const remedy = enlarged > 1 ? "check the stated resolution, or " : "";
    throw new OutsideFault(
      "input-too-large",
      `a print of ${width} x ${height} pixels${there} exceeds ${MOST_PIXELS / 1e6} million pixels or ${LONGEST} along a side; ${remedy}segment or crop it first`,
    );
  }
};

/** Mean over the source pixels that one target pixel covers, along one axis; weights in fractions of a pixel. */
const areaTaps = (length: number, scale: number) =>
  Array.from({ length: Math.max(1, Math.round(length * scale)) }, (_, i) => {
    const reach = Math.max(1, 1 / scale);
    const centre = (i + 0.5) / scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(length - 1, Math.floor(centre + reach));
    const weights: number[] = [];
    for (let k = first; k <= last; k += 1) weights.push(Math.max(1e-6, 1 - Math.abs(k - centre) / reach));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });

/**
 * The print at 500 ppi, triangle-filtered; at 500 ppi the same pixels, written to `same` where it is given. Call
 * checkPrint first.
 */
export const toFeatureFrame = (image: GreyImage, ppi: PixelsPerInch, same?: Float32Array): Plane => {
  if (ppi === FEATURE_PPI) {
    const data = same ?? new Float32Array(image.pixels.length);
    data.set(image.pixels);
    return { width: image.width, height: image.height, data };
  }
  const scale = FEATURE_PPI / ppi;
  const across = areaTaps(image.width, scale);
  const down = areaTaps(image.height, scale);
  const narrow = new Float32Array(across.length * image.height);
  for (let y = 0; y < image.height; y += 1)
    for (const [x, tap] of across.entries()) {
      let sum = 0;
      const from = y * image.width + tap.first;
      for (let k = 0; k < tap.weights.length; k += 1)
        sum += (tap.weights[k] as number) * (image.pixels[from + k] as number);
      narrow[y * across.length + x] = sum;
    }
  const out = plane(across.length, down.length);
  for (const [y, tap] of down.entries())
    for (let k = 0; k < tap.weights.length; k += 1) {
      const weight = tap.weights[k] as number;
      const from = (tap.first + k) * across.length;
      const to = y * across.length;
      for (let x = 0; x < across.length; x += 1)
        out.data[to + x] = (out.data[to + x] as number) + weight * (narrow[from + x] as number);
    }
  return out;
};
