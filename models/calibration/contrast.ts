/** Contrast transfer of a scanner from gratings of known frequencies (TR-03121-3.2 5.1.5.1.3, table 5.1). */
import type { Measurement } from "../../api/words/calibration.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import type { Millimetres, PixelsPerInch } from "../../api/words/units.ts";
import { CONTRAST_MOST, contrastLimit } from "../params/calibration.ts";
import { leastSquares, unmeasurable } from "./fit.ts";
import { measured } from "./judge.ts";
import { boxed, planeOf, type Plane } from "./plane.ts";
import { demodulate, searchWave, type WaveVector } from "./wave.ts";

export interface GratingTarget {
  /** Pairs of bars a millimetre, one field each. */
  readonly frequencies: readonly number[];
  readonly fieldMm: Millimetres;
}

export interface ContrastInput {
  readonly picture: GreyImage;
  readonly target: GratingTarget;
  /** Bars count along rows (x) or along columns (y). */
  readonly across: "x" | "y";
  /** As measured, of that direction. */
  readonly ppi: PixelsPerInch;
  /** Which of the table's columns the device is judged by. */
  readonly stated: 500 | 1000;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where these bars are strongest: looked for in coarse steps, then in fine ones around the best. */
const strongest = (plane: Plane, vector: WaveVector, side: number): Box => {
  const look = (lefts: readonly number[], tops: readonly number[]) =>
    tops
      .flatMap((top) => lefts.map((left): Box => ({ left, top, width: side, height: side })))
      .filter(
        ({ left, top }) => left >= 0 && top >= 0 && left + side <= plane.width && top + side <= plane.height,
      )
      .map((box) => ({ box, amplitude: demodulate(plane, box, vector).amplitude }))
      .toSorted((a, b) => b.amplitude - a.amplitude)[0]?.box;
  const steps = (length: number) =>
    Array.from({ length: Math.ceil((length - side) / (side / 2)) + 1 }, (_none, i) =>
      Math.min(length - side, Math.round((i * side) / 2)),
    );
  const coarse = look(steps(plane.width), steps(plane.height));
  const around = (middle: number) => [-3, -2, -1, 0, 1, 2, 3].map((i) => Math.round(middle + (i * side) / 8));
  const fine = coarse && look(around(coarse.left), around(coarse.top));
  if (fine === undefined) throw unmeasurable("The fields of the grating target do not fit into the picture.");
  return fine;
};

/** The middle of a box, which lies in the field even where the box found reaches over its edge. */
const core = ({ left, top, width, height }: Box): Box => ({
  left: left + Math.round(width * 0.15),
  top: top + Math.round(height * 0.15),
  width: Math.round(width * 0.7),
  height: Math.round(height * 0.7),
});

/** Odd harmonics that are fitted beside the bars' own wave: those that an aperture of one pixel lets through and that cannot be taken for another. */
const harmonicsOf = ({ x, y }: WaveVector): readonly number[] =>
  [1, 3, 5].filter((odd) => odd === 1 || odd * Math.hypot(x, y) < 0.98);

interface Folded {
  readonly vector: WaveVector;
  /** Difference of the levels in the middle of light and dark bars. */
  readonly swing: number;
  readonly uncertainty: number;
}

/** The bars of a box as one period: a periodic wave and, by its derivative, the wave vector that fits best. */
const waveIn = (plane: Plane, box: Box, start: WaveVector): Folded => {
  let vector = start;
  for (let round = 0; ; round += 1) {
    const harmonics = harmonicsOf(vector);
    const [middleX, middleY] = [box.left + box.width / 2, box.top + box.height / 2];
    const phases: number[] = [];
    const values: number[] = [];
    const offsets: (readonly [number, number])[] = [];
    for (let y = box.top; y < box.top + box.height; y += 1)
      for (let x = box.left; x < box.left + box.width; x += 1) {
        phases.push(2 * Math.PI * (vector.x * (x - middleX) + vector.y * (y - middleY)));
        offsets.push([x - middleX, y - middleY]);
        values.push(plane.data[y * plane.width + x] ?? 0);
      }
    const rows = phases.map((phase) => [
      1,
      ...harmonics.flatMap((odd) => [Math.cos(odd * phase), Math.sin(odd * phase)]),
    ]);
    const fit = leastSquares(rows, values);
    if (fit === undefined) throw unmeasurable("A field of the grating target cannot be read.");
    const [, c = 0, s = 0] = fit.parameters;
    if (round === 4) {
      const top = Math.atan2(s, c);
      const level = (phase: number) =>
        harmonics.reduce(
          (sum, odd, i) =>
            sum +
            (fit.parameters[1 + 2 * i] ?? 0) * Math.cos(odd * phase) +
            (fit.parameters[2 + 2 * i] ?? 0) * Math.sin(odd * phase),
          0,
        );
      const uncertainty = 4 * (fit.deviations[1] ?? 0) * Math.sqrt(2 * harmonics.length);
      if (Math.hypot(vector.x, vector.y) >= FLAT_BARS)
        return { vector, swing: level(top) - level(top + Math.PI), uncertainty };
      return { vector, swing: flatSwing(phases, values, top), uncertainty };
    }
    const slopes = leastSquares(
      phases.map((phase, i) => {
        const slope = 2 * Math.PI * (s * Math.cos(phase) - c * Math.sin(phase));
        return [1, slope * (offsets[i]?.[0] ?? 0), slope * (offsets[i]?.[1] ?? 0)];
      }),
      fit.residuals,
    );
    const [, dx = 0, dy = 0] = slopes?.parameters ?? [];
    const most = 0.1 / box.width;
    const step = (value: number) => Math.min(most, Math.max(-most, value));
    vector = { x: vector.x + step(dx), y: vector.y + step(dy) };
  }
};

/** Below this many cycles a pixel a bar is wide enough to be read in its middle. */
const FLAT_BARS = 1 / 6;

const meanOf = ([sum = 0, count = 0]: readonly number[]): number => sum / Math.max(1, count);

/** Mean level in the middle twelfth of light bars less that of dark ones. */
const flatSwing = (phases: readonly number[], values: readonly number[], top: number): number => {
  const sums = { light: [0, 0], dark: [0, 0] };
  for (const [i, phase] of phases.entries()) {
    const cycles = (phase - top) / (2 * Math.PI);
    const away = Math.abs(cycles - Math.round(cycles));
    const into = away < 1 / 12 ? sums.light : away > 5 / 12 ? sums.dark : undefined;
    if (into === undefined) continue;
    into[0] = (into[0] ?? 0) + (values[i] ?? 0);
    into[1] = (into[1] ?? 0) + 1;
  }
  return meanOf(sums.light) - meanOf(sums.dark);
};

/** Throws OutsideFault picture-unreadable when the target is not seen. */
export const measureContrast = ({
  picture,
  target,
  across,
  ppi,
  stated,
}: ContrastInput): readonly Measurement[] => {
  const plane = planeOf(picture);
  const smooth = boxed(plane, 4).data;
  let [light, dark] = [0, 255];
  for (const value of smooth) {
    light = Math.max(light, value);
    dark = Math.min(dark, value);
  }
  if (light - dark < 64)
    throw unmeasurable(
      "The light and dark fields of the grating target are not seen; lay it flat and capture again.",
    );
  const side = Math.floor(((target.fieldMm * ppi) / 25.4) * 0.72);
  // One angle for the whole target, from its coarsest bars that a window holds often enough.
  const coarsest =
    target.frequencies.find((perMm) => (perMm * 25.4 * side) / ppi > 4) ?? target.frequencies[0] ?? 1;
  const vectorFor = (perMm: number): WaveVector => {
    const expected = (perMm * 25.4) / ppi;
    return across === "x" ? { x: expected, y: 0 } : { x: 0, y: expected };
  };
  const first = strongest(plane, vectorFor(coarsest), side);
  // Searched coarsely, then fitted: the other frequencies are exact multiples of it.
  const searched = searchWave(plane, {
    expected: (coarsest * 25.4) / ppi,
    across,
    window: first,
    scale: 0.02,
  }).vector;
  const { vector: seen } = waveIn(plane, core(first), searched);
  return target.frequencies.map((perMm) => {
    const guess = { x: (seen.x * perMm) / coarsest, y: (seen.y * perMm) / coarsest };
    const box = strongest(plane, guess, side);
    const { swing, uncertainty } = waveIn(plane, core(box), guess);
    const limit = {
      atLeast: contrastLimit(perMm, stated),
      atMost: CONTRAST_MOST,
      source: "TR 5.1.5.1.3, table 5.1",
    };
    return measured("contrast", swing / (light - dark), uncertainty / (light - dark) + 0.01, {
      of: `${perMm.toFixed(1)} cy/mm along ${across === "x" ? "rows" : "columns"}`,
      limit,
    });
  });
};
