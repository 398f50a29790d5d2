/**
 * The wave of a bar target in a picture: searched coarsely by its Fourier sum, refined by the phases of overlapping
 * fields, whose departures from one plane wave are the picture's local distortions.
 */
import { SCANNER } from "../params/calibration.ts";
import { leastSquares, unmeasurable } from "./fit.ts";
import type { Plane } from "./plane.ts";

/** Cycles per pixel. */
export interface WaveVector {
  readonly x: number;
  readonly y: number;
}

export interface Field {
  /** Middle, pixels. */
  readonly x: number;
  readonly y: number;
  /** Departure from the plane wave, cycles. */
  readonly cycles: number;
  /** Amplitude of the bars. */
  readonly amplitude: number;
}

export interface Wave {
  readonly vector: WaveVector;
  /** Standard uncertainty of the vector's length, relative. */
  readonly relative: number;
  readonly fields: readonly Field[];
}

const hann = (length: number): Float64Array =>
  Float64Array.from({ length }, (_none, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length));

interface Window {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The plane in a window, its mean taken away and tapered. */
const tapered = (plane: Plane, { left, top, width, height }: Window): Float64Array => {
  const [wx, wy] = [hann(width), hann(height)];
  let [sum, weight] = [0, 0];
  const out = new Float64Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const w = (wx[x] ?? 0) * (wy[y] ?? 0);
      sum += w * (plane.data[(top + y) * plane.width + left + x] ?? 0);
      weight += w;
    }
  const mean = sum / weight;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      out[y * width + x] =
        ((plane.data[(top + y) * plane.width + left + x] ?? 0) - mean) * (wx[x] ?? 0) * (wy[y] ?? 0);
  return out;
};

/** Sum over x of the values with exp(-2 pi i k x), for each row. */
const rowSums = (
  values: Float64Array,
  width: number,
  height: number,
  k: number,
): readonly [Float64Array, Float64Array] => {
  const [cos, sin] = [new Float64Array(width), new Float64Array(width)];
  for (let x = 0; x < width; x += 1) {
    cos[x] = Math.cos(2 * Math.PI * k * x);
    sin[x] = Math.sin(2 * Math.PI * k * x);
  }
  const [real, imaginary] = [new Float64Array(height), new Float64Array(height)];
  for (let y = 0; y < height; y += 1) {
    let [re, im] = [0, 0];
    for (let x = 0; x < width; x += 1) {
      const value = values[y * width + x] ?? 0;
      re += value * (cos[x] ?? 0);
      im -= value * (sin[x] ?? 0);
    }
    real[y] = re;
    imaginary[y] = im;
  }
  return [real, imaginary];
};

const columnSum = (real: Float64Array, imaginary: Float64Array, k: number): readonly [number, number] => {
  let [re, im] = [0, 0];
  for (let y = 0; y < real.length; y += 1) {
    const [c, s] = [Math.cos(2 * Math.PI * k * y), Math.sin(2 * Math.PI * k * y)];
    re += (real[y] ?? 0) * c + (imaginary[y] ?? 0) * s;
    im += (imaginary[y] ?? 0) * c - (real[y] ?? 0) * s;
  }
  return [re, im];
};

/** Search range: scale and angle. */
export interface WaveSearch {
  /** Cycles per pixel that are expected. */
  readonly expected: number;
  readonly across: "x" | "y";
  readonly window?: Window;
  readonly scale?: number;
  readonly degrees?: number;
}

const SEARCH_SIDE = 384;

const middleOf = (plane: Plane): Window => {
  const width = Math.min(plane.width, SEARCH_SIDE);
  const height = Math.min(plane.height, SEARCH_SIDE);
  return { left: (plane.width - width) >> 1, top: (plane.height - height) >> 1, width, height };
};

/** Fine enough that no peak of the Fourier sum falls between two. */
const candidates = (middle: number, spread: number, length: number): number[] => {
  const step = 0.35 / length;
  const count = Math.max(1, Math.ceil(spread / step));
  return Array.from({ length: 2 * count + 1 }, (_none, i) => middle + ((i - count) / count) * spread);
};

/** The strongest plane wave near what is expected. */
export const searchWave = (
  plane: Plane,
  search: WaveSearch,
): { readonly vector: WaveVector; readonly amplitude: number } => {
  const { expected, across, window = middleOf(plane) } = search;
  const { scale = SCANNER.searchScale, degrees = SCANNER.searchDegrees } = search;
  const values = tapered(plane, window);
  const { width, height } = window;
  const lean = expected * Math.sin((degrees * Math.PI) / 180);
  const ks = across === "x" ? candidates(expected, expected * scale, width) : candidates(0, lean, width);
  const ls = across === "x" ? candidates(0, lean, height) : candidates(expected, expected * scale, height);
  let best = { vector: { x: 0, y: 0 }, power: -1 };
  for (const x of ks) {
    const [real, imaginary] = rowSums(values, width, height, x);
    for (const y of ls) {
      const [re, im] = columnSum(real, imaginary, y);
      const power = re * re + im * im;
      if (power > best.power) best = { vector: { x, y }, power };
    }
  }
  // The taper's mean weight is a quarter; a cosine of amplitude A gives A / 2.
  return { vector: best.vector, amplitude: (8 * Math.sqrt(best.power)) / (width * height) };
};

/** Amplitude and phase (cycles at the window's middle) of one wave in one window. */
export const demodulate = (
  plane: Plane,
  window: Window,
  vector: WaveVector,
): { readonly phase: number; readonly amplitude: number } => {
  const { width, height } = window;
  const values = tapered(plane, window);
  const [real, imaginary] = rowSums(values, width, height, vector.x);
  const [re, im] = columnSum(real, imaginary, vector.y);
  const middle = (vector.x * (width - 1)) / 2 + (vector.y * (height - 1)) / 2;
  return {
    phase: Math.atan2(im, re) / (2 * Math.PI) + middle,
    amplitude: (8 * Math.hypot(re, im)) / (width * height),
  };
};

const LEAST_FIELDS = 9;

const fieldWindows = (plane: Plane, side: number): Window[] => {
  const starts = (length: number): number[] => {
    const count = Math.max(1, Math.floor((length - side) / (side / 2)));
    return Array.from({ length: count + 1 }, (_none, i) => Math.round((i * (length - side)) / count));
  };
  return starts(plane.height).flatMap((top) =>
    starts(plane.width).map((left) => ({ left, top, width: side, height: side })),
  );
};

/** Throws OutsideFault picture-unreadable when no bars of the expected kind are seen. */
export const measureWave = (plane: Plane, search: WaveSearch): Wave => {
  const found = searchWave(plane, search);
  const side = Math.round(SCANNER.fieldPeriods / search.expected);
  if (side * 2 > Math.min(plane.width, plane.height))
    throw unmeasurable("The bars of the target are too wide for this picture; use a finer target.");
  const windows = fieldWindows(plane, side);
  let { vector } = found;
  for (let round = 0; ; round += 1) {
    const seen = windows.map((window) => ({ window, ...demodulate(plane, window, vector) }));
    const usual = seen.map(({ amplitude }) => amplitude).toSorted((a, b) => a - b)[seen.length >> 1] ?? 0;
    const clear = seen.filter(({ amplitude }) => amplitude > usual * 0.5);
    if (usual < 5 || clear.length < LEAST_FIELDS)
      throw unmeasurable("No bar target is seen; lay the bar target flat on the platen and capture again.");
    const [first] = clear;
    const expectedAt = ({ left, top }: Window) =>
      vector.x * (left + (side - 1) / 2) + vector.y * (top + (side - 1) / 2);
    const departures = clear.map(({ window, phase }) => {
      const cycles = phase - expectedAt(window) - ((first?.phase ?? 0) - expectedAt(first?.window ?? window));
      return cycles - Math.round(cycles);
    });
    const places = clear.map(({ window }) => [1, window.left + (side - 1) / 2, window.top + (side - 1) / 2]);
    const fit = leastSquares(places, departures);
    const [, dx = 0, dy = 0] = fit?.parameters ?? [];
    vector = { x: vector.x + dx, y: vector.y + dy };
    if (round < 3 || fit === undefined) {
      if (fit === undefined) throw unmeasurable("The bars of the target cannot be followed; capture again.");
      continue;
    }
    const fields = clear.map(({ window, amplitude }, i) => ({
      x: window.left + (side - 1) / 2,
      y: window.top + (side - 1) / 2,
      cycles: fit.residuals[i] ?? 0,
      amplitude,
    }));
    const length = Math.hypot(vector.x, vector.y);
    const [, sx = 0, sy = 0] = fit.deviations;
    return { vector, relative: Math.hypot(sx * vector.x, sy * vector.y) / length ** 2, fields };
  }
};
