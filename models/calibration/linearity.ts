/** Grey-scale linearity from a step tablet with certified reflectances (TR-03121-3.2 5.1.5.1.1). */
import type { Measurement } from "../../api/words/calibration.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import type { Millimetres, PixelsPerInch } from "../../api/words/units.ts";
import { leastSquares, unmeasurable } from "./fit.ts";
import { measured } from "./judge.ts";
import { planeOf, statisticsOf, type Plane } from "./plane.ts";

export interface StepTablet {
  /** Patches beside each other, each of this width along the strip. */
  readonly patchMm: Millimetres;
  /** Certified reflectance 0..1, in the order in which they lie. */
  readonly reflectances: readonly number[];
  /** Expanded (k = 2), of a reflectance. */
  readonly uncertainty: number;
}

export interface LinearityInput {
  readonly picture: GreyImage;
  readonly tablet: StepTablet;
  readonly ppi: PixelsPerInch;
}

/** Of each patch, the middle that counts: at its edges light from its neighbours is scattered in. */
const MIDDLE = 0.6;

const profileOf = (plane: Plane): Float64Array => {
  const [top, bottom] = [Math.round(plane.height * 0.3), Math.round(plane.height * 0.7)];
  return Float64Array.from({ length: plane.width }, (_none, x) => {
    let sum = 0;
    for (let y = top; y < bottom; y += 1) sum += plane.data[y * plane.width + x] ?? 0;
    return sum / (bottom - top);
  });
};

interface Placed {
  readonly left: number;
  readonly width: number;
  readonly means: readonly number[];
  /** Variance within the patches. */
  readonly within: number;
}

const place = (profile: Float64Array, left: number, width: number, count: number): Placed => {
  const means: number[] = [];
  let within = 0;
  for (let i = 0; i < count; i += 1) {
    const from = Math.ceil(left + width * (i + 0.06));
    const to = Math.floor(left + width * (i + 0.94));
    let [sum, squares] = [0, 0];
    for (let x = from; x <= to; x += 1) {
      const value = profile[x] ?? 0;
      sum += value;
      squares += value * value;
    }
    const pixels = Math.max(1, to - from + 1);
    means.push(sum / pixels);
    within += squares / pixels - (sum / pixels) ** 2;
  }
  return { left, width, means, within: within / count };
};

const correlation = (a: readonly number[], b: readonly number[]): number => {
  const fit = leastSquares(
    a.map((value) => [1, value]),
    b,
  );
  if (fit === undefined) return 0;
  const middle = b.reduce((sum, value) => sum + value, 0) / b.length;
  const total = b.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return (
    Math.sign(fit.parameters[1] ?? 0) *
    Math.sqrt(Math.max(0, 1 - fit.residuals.reduce((s, r) => s + r * r, 0) / total))
  );
};

/** Where the tablet lies: patches that are flat in themselves, and of those that which follow the certificate best. */
const locate = (
  profile: Float64Array,
  tablet: StepTablet,
  ppi: PixelsPerInch,
): { placed: Placed; reversed: boolean } => {
  const count = tablet.reflectances.length;
  const usual = (tablet.patchMm * ppi) / 25.4;
  const flat: Placed[] = [];
  for (let scale = 0.97; scale <= 1.03; scale += 0.005)
    for (let left = 0; left + count * usual * scale <= profile.length + 1; left += 1)
      flat.push(place(profile, left, usual * scale, count));
  const least = Math.min(...flat.map(({ within }) => within));
  const flattest = flat.filter(({ within }) => within <= Math.max(4, least * 2));
  const scored = flattest.map((placed) => ({ placed, way: correlation(tablet.reflectances, placed.means) }));
  const back = tablet.reflectances.toReversed();
  const turned = flattest.map((placed) => ({ placed, way: correlation(back, placed.means) }));
  const top = (those: typeof scored) =>
    those.toSorted((a, b) => b.way - a.way || a.placed.within - b.placed.within)[0];
  const [upright, reversed] = [top(scored), top(turned)];
  const best = (upright?.way ?? -1) >= (reversed?.way ?? -1) ? upright : reversed;
  if (best === undefined || best.way < 0.9)
    throw unmeasurable(
      "The steps of the tablet are not seen; lay the step tablet across the platen, its steps side by side, and capture again.",
    );
  return { placed: best.placed, reversed: best === reversed };
};

export interface GreyLine {
  /** Grey level at reflectance 0, and grey levels for the whole of it. */
  readonly black: number;
  readonly slope: number;
}

/** Throws OutsideFault picture-unreadable when the tablet is not seen. */
export const measureLinearity = ({
  picture,
  tablet,
  ppi,
}: LinearityInput): { readonly measurements: readonly Measurement[]; readonly line: GreyLine } => {
  const plane = planeOf(picture);
  const { placed, reversed } = locate(profileOf(plane), tablet, ppi);
  const patches = tablet.reflectances.map((_value, i) =>
    statisticsOf(plane, {
      x: placed.left + placed.width * (i + (1 - MIDDLE) / 2),
      y: plane.height * 0.3,
      width: placed.width * MIDDLE,
      height: plane.height * 0.4,
    }),
  );
  const values = reversed ? tablet.reflectances.toReversed() : tablet.reflectances;
  const fit = leastSquares(
    values.map((value) => [1, value]),
    patches.map(({ mean }) => mean),
  );
  if (fit === undefined) throw unmeasurable("The step tablet has too few steps to draw a line through.");
  const [black = 0, slope = 0] = fit.parameters;
  const worst = Math.max(...fit.residuals.map(Math.abs));
  const noise = Math.max(...patches.map(({ deviation, count }) => deviation / Math.sqrt(Math.max(1, count))));
  const uncertainty = Math.hypot(2 * noise, tablet.uncertainty * slope, 2 * 0.29);
  return {
    measurements: [
      measured("linearity", worst, uncertainty),
      measured("linearity-slope", slope, 2 * (fit.deviations[1] ?? 0)),
    ],
    line: { black, slope },
  };
};
