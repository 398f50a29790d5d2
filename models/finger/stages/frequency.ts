/** Ridge period: the strongest wave in the grey profile across the ridges (ISO/IEC 29794-4: frequency domain analysis). */
import { EXTRACT } from "../params.ts";
import { cellAt, cellGrid, gridAt, likeGrid, type CellGrid, type Plane } from "../plane.ts";
import { scratch } from "../scratch.ts";
import { smoothGrid } from "../smooth.ts";
import type { Orientation } from "./orientation.ts";

export interface Frequency {
  /** Pixels from ridge to ridge. */
  readonly period: CellGrid;
  /** How far the profile repeats after one period, 0..1; 0 outside the print. */
  readonly periodicity: CellGrid;
}

interface Wave {
  readonly period: number;
  readonly cos: Float32Array;
  readonly sin: Float32Array;
}

const length = 2 * EXTRACT.frequency.halfLength + 1;

/** Waves evenly spaced in frequency, under a raised-cosine window. */
const waves: readonly Wave[] = Array.from({ length: EXTRACT.frequency.steps }, (_, k) => {
  const { shortest, longest, steps, halfLength } = EXTRACT.frequency;
  const frequency = 1 / longest + ((1 / shortest - 1 / longest) * k) / (steps - 1);
  const window = (i: number) => 0.5 + 0.5 * Math.cos((Math.PI * (i - halfLength)) / (halfLength + 1));
  const phase = (i: number) => 2 * Math.PI * frequency * (i - halfLength);
  return {
    period: 1 / frequency,
    cos: Float32Array.from({ length }, (_, i) => window(i) * Math.cos(phase(i))),
    sin: Float32Array.from({ length }, (_, i) => window(i) * Math.sin(phase(i))),
  };
});

/** Mean grey along the ridge for each step across it. */
const profileAt = (
  signal: Plane,
  cx: number,
  cy: number,
  cos2: number,
  sin2: number,
  out: Float32Array,
): void => {
  const angle = 0.5 * Math.atan2(sin2, cos2);
  const alongX = Math.cos(angle);
  const alongY = -Math.sin(angle);
  const { halfLength, halfWidth } = EXTRACT.frequency;
  const { width, height, data } = signal;
  for (let i = 0; i < length; i += 1) {
    const across = i - halfLength;
    let sum = 0;
    let count = 0;
    for (let along = -halfWidth; along <= halfWidth; along += 2) {
      const x = Math.round(cx + along * alongX - across * alongY);
      const y = Math.round(cy + along * alongY + across * alongX);
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      sum += data[y * width + x] as number;
      count += 1;
    }
    out[i] = count === 0 ? 0 : sum / count;
  }
};

/** Likeness of a profile to itself one period on, 0..1: ridges repeat, the edge of a platen does not. */
const repetition = (profile: Float32Array, period: number): number => {
  const whole = Math.floor(period);
  const part = period - whole;
  let both = 0;
  let here = 1e-6;
  let there = 1e-6;
  for (let i = 0; i + whole + 1 < length; i += 1) {
    const a = profile[i] as number;
    const b = (profile[i + whole] as number) * (1 - part) + (profile[i + whole + 1] as number) * part;
    both += a * b;
    here += a * a;
    there += b * b;
  }
  // Never 0, which marks what lies outside the print.
  return Math.max(1e-3, both / Math.sqrt(here * there));
};

const powers = scratch(Float64Array);

/** Strongest wave of a profile, refined between the two neighbours of the peak. */
const strongestWave = (profile: Float32Array): { period: number; share: number } => {
  const power = powers(waves.length);
  for (let k = 0; k < waves.length; k += 1) {
    const { cos, sin } = waves[k] as Wave;
    let re = 0;
    let im = 0;
    for (let i = 0; i < length; i += 1) {
      re += (profile[i] as number) * (cos[i] as number);
      im += (profile[i] as number) * (sin[i] as number);
    }
    power[k] = re * re + im * im;
  }
  let best = 1;
  for (let k = 1; k < power.length - 1; k += 1) if ((power[k] ?? 0) > (power[best] ?? 0)) best = k;
  const [a, b, c] = [power[best - 1] ?? 0, power[best] ?? 0, power[best + 1] ?? 0];
  const curvature = a - 2 * b + c;
  const shift = curvature < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (a - c)) / curvature)) : 0;
  const step = (1 / EXTRACT.frequency.shortest - 1 / EXTRACT.frequency.longest) / (waves.length - 1);
  const found = 1 / (1 / (waves[best]?.period ?? 1) + shift * step);
  return { period: found, share: repetition(profile, found) };
};

export const ridgeFrequency = (signal: Plane, orientation: Orientation, mask: CellGrid): Frequency => {
  const p = EXTRACT.frequency;
  const periodicity = cellGrid(signal.width, signal.height, p.cell);
  const weighted = likeGrid(periodicity);
  const weight = likeGrid(periodicity);
  const profile = new Float32Array(length);
  for (let row = 0; row < periodicity.rows; row += 1)
    for (let column = 0; column < periodicity.columns; column += 1) {
      const x = (column + 0.5) * p.cell;
      const y = (row + 0.5) * p.cell;
      if (cellAt(mask, x, y) === 0) continue;
      profileAt(signal, x, y, gridAt(orientation.cos2, x, y), gridAt(orientation.sin2, x, y), profile);
      const { period, share } = strongestWave(profile);
      const at = row * periodicity.columns + column;
      periodicity.data[at] = share;
      weight.data[at] = share ** 2;
      weighted.data[at] = share ** 2 / period;
    }
  return { period: fillPeriods(weighted, weight), periodicity };
};

/** Weighted mean of the frequencies around each cell, sure cells first, the usual period where nothing is known. */
const fillPeriods = (weighted: CellGrid, weight: CellGrid): CellGrid => {
  const p = EXTRACT.frequency;
  const near = smoothGrid(weighted, p.smoothSigma);
  const nearWeight = smoothGrid(weight, p.smoothSigma);
  const overall = weight.data.reduce((sum, value) => sum + value, 0);
  const mean = overall > 0 ? weighted.data.reduce((sum, value) => sum + value, 0) / overall : 1 / p.usual;
  const period = likeGrid(weighted);
  const doubt = 0.01;
  for (let i = 0; i < period.data.length; i += 1)
    period.data[i] = ((nearWeight.data[i] as number) + doubt) / ((near.data[i] as number) + doubt * mean);
  return period;
};
