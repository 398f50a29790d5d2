/** Dirt and residue on an empty platen: against its own smooth shading, and at the periods of ridges. */
import type { Measurement } from "../../api/words/calibration.ts";
import type { GreyImage, RgbImage } from "../../api/words/sample.ts";
import type { Millimetres, PixelsPerInch } from "../../api/words/units.ts";
import { SCANNER } from "../params/calibration.ts";
import { leastSquares, quantile } from "./fit.ts";
import { measured } from "./judge.ts";
import { blurred, planeOf, type Plane } from "./plane.ts";

const MM_PER_INCH = 25.4;
/** Ridge periods, millimetres: what a band around them lets through. */
const RIDGES = { fine: 0.3, coarse: 0.8 } as const;

export interface Spot {
  /** Of its middle, from the picture's upper left corner. */
  readonly x: Millimetres;
  readonly y: Millimetres;
  readonly areaMm2: number;
  /** As a child would point: "upper left". */
  readonly where: string;
}

export interface PlatenState {
  readonly measurements: readonly Measurement[];
  readonly spots: readonly Spot[];
  /** The platen as seen, soiled places in red: what to wipe. */
  readonly wipeHere: RgbImage;
}

/** A smooth surface of second order through the levels, drawn again without what departs from it. */
const shadingOf = (plane: Plane): Float32Array => {
  const { width, height, data } = plane;
  const rows: number[][] = [];
  const values: number[] = [];
  const step = Math.max(2, Math.round(Math.min(width, height) / 60));
  for (let y = 0; y < height; y += step)
    for (let x = 0; x < width; x += step) {
      const [u, v] = [(2 * x) / width - 1, (2 * y) / height - 1];
      rows.push([1, u, v, u * u, u * v, v * v]);
      values.push(data[y * width + x] ?? 0);
    }
  let fit = leastSquares(rows, values);
  for (let round = 0; round < 4 && fit !== undefined; round += 1) {
    const typical = Math.max(0.5, quantile(fit.residuals.map(Math.abs), 0.5));
    const weights = fit.residuals.map((r) => (Math.abs(r) > 4 * typical ? 0 : 1));
    fit = leastSquares(rows, values, weights) ?? fit;
  }
  const [c = 0, cu = 0, cv = 0, cuu = 0, cuv = 0, cvv = 0] = fit?.parameters ?? [];
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [u, v] = [(2 * x) / width - 1, (2 * y) / height - 1];
      out[y * width + x] = c + cu * u + cv * v + cuu * u * u + cuv * u * v + cvv * v * v;
    }
  return out;
};

const placeName = (x: number, y: number): string => {
  const row = y < 1 / 3 ? "upper" : y < 2 / 3 ? "middle" : "lower";
  const column = x < 1 / 3 ? "left" : x < 2 / 3 ? "centre" : "right";
  return row === "middle" && column === "centre" ? "centre" : `${row} ${column}`;
};

/** Connected marked pixels, each as one spot; small ones are left out. */
const spotsOf = (marked: Uint8Array, { width, height }: Plane, ppi: PixelsPerInch): Spot[] => {
  const mm = MM_PER_INCH / ppi;
  const seen = new Uint8Array(marked.length);
  const spots: Spot[] = [];
  const stack: number[] = [];
  for (let start = 0; start < marked.length; start += 1) {
    if (marked[start] !== 1 || seen[start] === 1) continue;
    stack.push(start);
    seen[start] = 1;
    let [count, sumX, sumY] = [0, 0, 0];
    for (let here = stack.pop(); here !== undefined; here = stack.pop()) {
      const [x, y] = [here % width, Math.floor(here / width)];
      count += 1;
      sumX += x;
      sumY += y;
      const next = [x > 0 ? here - 1 : -1, x + 1 < width ? here + 1 : -1, here - width, here + width];
      for (const other of next)
        if (other >= 0 && other < marked.length && marked[other] === 1 && seen[other] === 0) {
          seen[other] = 1;
          stack.push(other);
        }
    }
    const areaMm2 = count * mm * mm;
    if (areaMm2 < SCANNER.dirtAreaMm2) continue;
    const [x, y] = [sumX / count, sumY / count];
    spots.push({ x: x * mm, y: y * mm, areaMm2, where: placeName(x / width, y / height) });
  }
  return spots.toSorted((a, b) => b.areaMm2 - a.areaMm2);
};

/** Amplitude of a pattern at ridge periods, around every pixel. */
const ridges = (rest: Plane, ppi: PixelsPerInch): Float32Array => {
  const pixels = (mm: Millimetres) => (mm * ppi) / MM_PER_INCH;
  // A Gaussian of a fifth of a period takes half of a wave away.
  const fine = blurred(rest, pixels(RIDGES.fine) / 5.3);
  const coarse = blurred(rest, pixels(RIDGES.coarse) / 2.5);
  const band = fine.data.map((value, i) => (value - (coarse.data[i] ?? 0)) ** 2);
  const energy = blurred({ ...rest, data: band }, pixels(RIDGES.coarse) / 1.6);
  return energy.data.map((value) => Math.sqrt(2 * value));
};

const painted = ({ width, height, pixels }: GreyImage, soil: Uint8Array, residue: Uint8Array): RgbImage => {
  const out = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) {
    const grey = pixels[i] ?? 0;
    const [red, green, blue] =
      soil[i] === 1 ? [214, 40, 30] : residue[i] === 1 ? [236, 160, 40] : [grey, grey, grey];
    out.set([red, green, blue], i * 3);
  }
  return { width, height, pixels: out };
};

const percent = (marked: Uint8Array): number =>
  (100 * marked.reduce((sum, value) => sum + value, 0)) / marked.length;

/** 1 where it holds. */
const marked = (values: Float32Array, holds: (value: number) => boolean): Uint8Array => {
  const out = new Uint8Array(values.length);
  for (let i = 0; i < out.length; i += 1) out[i] = holds(values[i] as number) ? 1 : 0;
  return out;
};

/** The empty platen. */
export const measurePlaten = (picture: GreyImage, ppi: PixelsPerInch): PlatenState => {
  const plane = planeOf(picture);
  const shading = shadingOf(plane);
  const rest: Plane = { ...plane, data: plane.data.map((value, i) => value - (shading[i] ?? 0)) };
  const calm = blurred(rest, 1.2);
  const noise = quantile(Array.from(calm.data, Math.abs), 0.5) / 0.6745;
  const most = Math.max(SCANNER.dirtLevels, SCANNER.dirtDeviations * noise);
  const amplitude = ridges(rest, ppi);
  const residue = marked(amplitude, (value) => value > SCANNER.residueLevels);
  const soil = marked(calm.data, (value) => Math.abs(value) > most);
  const spots = spotsOf(soil, plane, ppi);
  // A spot's edge also shows at ridge periods: residue is what is not beside soil.
  const nearSoil = blurred({ ...plane, data: Float32Array.from(soil) }, ppi / 40).data;
  const alone = residue.map((value, i) => (value === 1 && (nearSoil[i] ?? 0) < 0.02 ? 1 : 0));
  const soiled = spots.reduce((sum, { areaMm2 }) => sum + areaMm2, 0);
  const whole = (picture.width * picture.height * MM_PER_INCH ** 2) / ppi ** 2;
  return {
    measurements: [
      measured("dirt", (100 * soiled) / whole, 0.05),
      measured("dirt-spots", spots.length, 0),
      measured("residue", percent(alone), 0.2),
      measured("empty-level", quantile(Array.from(plane.data), 0.5), 1),
    ],
    spots,
    wipeHere: painted(picture, soil, alone),
  };
};
