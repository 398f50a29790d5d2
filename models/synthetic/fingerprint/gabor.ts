/** A bank of Gabor filters of zero mean, quantized in angle and period. */

const ANGLES = 96;
const PERIODS = 24;

export interface BankShape {
  /** The filters are 2 reach + 1 cells wide and high. */
  readonly reach: number;
  /** Range of periods in cells. */
  readonly shortest: number;
  readonly longest: number;
}

export interface Bank extends BankShape {
  readonly side: number;
  readonly taps: Float32Array;
  /** Index of the first tap of the filter for ridges of this orientation (radians, counter-clockwise, y down) and period. */
  filterFor(orientation: number, period: number): number;
}

/** Writes one filter; its answer to a full square wave of its own period is about 1. */
const fill = (out: Float32Array, reach: number, angle: number, period: number): void => {
  const nx = -Math.sin(angle);
  const ny = -Math.cos(angle);
  // Three effective peaks: the window has fallen to 0.001 at one and a half periods (SFinGe).
  const sigma = Math.sqrt((-9 * period * period) / (8 * Math.log(1e-3)));
  const window = new Float32Array(out.length);
  let sum = 0;
  let weights = 0;
  for (let y = -reach, i = 0; y <= reach; y += 1)
    for (let x = -reach; x <= reach; x += 1, i += 1) {
      const w = Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
      const value = w * Math.cos((2 * Math.PI * (x * nx + y * ny)) / period);
      window[i] = w;
      out[i] = value;
      sum += value;
      weights += w;
    }
  let size = 0;
  for (let i = 0; i < out.length; i += 1) {
    const value = (out[i] ?? 0) - ((window[i] ?? 0) * sum) / weights;
    out[i] = value;
    size += Math.abs(value);
  }
  for (let i = 0; i < out.length; i += 1) out[i] = (out[i] ?? 0) / size;
};

const kept = new Map<number, Bank>();

/** The bank of a shape; made once a process and reach. */
export const makeBank = (shape: BankShape): Bank => {
  const old = kept.get(shape.reach);
  if (old !== undefined) return old;
  const { reach, shortest, longest } = shape;
  const side = 2 * reach + 1;
  const size = side * side;
  const taps = new Float32Array(ANGLES * PERIODS * size);
  const step = (longest - shortest) / (PERIODS - 1);
  for (let a = 0; a < ANGLES; a += 1)
    for (let p = 0; p < PERIODS; p += 1) {
      const at = (a * PERIODS + p) * size;
      fill(taps.subarray(at, at + size), reach, (Math.PI * a) / ANGLES, shortest + step * p);
    }
  const filterFor = (orientation: number, period: number): number => {
    const turns = orientation / Math.PI;
    const a = Math.round((turns - Math.floor(turns)) * ANGLES) % ANGLES;
    const p = Math.min(PERIODS - 1, Math.max(0, Math.round((period - shortest) / step)));
    return (a * PERIODS + p) * size;
  };
  const bank = { ...shape, side, taps, filterFor };
  kept.set(reach, bank);
  return bank;
};
