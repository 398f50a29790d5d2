/**
 * Ridge orientation from the structure tensor of the signal (ISO/IEC 29794-4: orientation certainty),
 * taken at several scales; each place uses the sharpest scale at which its gradients agree.
 */
import { EXTRACT } from "../params.ts";
import { cellGrid, likeGrid, type CellGrid, type Plane } from "../plane.ts";
import { hypotenuse } from "../hypotenuse.ts";
import { smoothGrid } from "../smooth.ts";

export interface Orientation {
  /** Cosine and sine of twice the ridge's angle, the angle counter-clockwise from +x with y down turned up; length 0..1. */
  readonly cos2: CellGrid;
  readonly sin2: CellGrid;
  /** Agreement of the gradients over about two ridges, 0..1. */
  readonly coherence: CellGrid;
  /** Coherence at the scale that shows it best, as a multiple of what noise shows there at most; above 1 are ridges. */
  readonly ridgeness: CellGrid;
}

interface Tensor {
  readonly difference: CellGrid;
  readonly product: CellGrid;
  readonly trace: CellGrid;
}

const tensorOf = (signal: Plane, cell: number): Tensor => {
  const { width, height, data } = signal;
  const difference = cellGrid(width, height, cell);
  const product = likeGrid(difference);
  const trace = likeGrid(difference);
  for (let y = 1; y < height - 1; y += 1) {
    const row = Math.floor(y / cell) * difference.columns;
    for (let column = 0; column < difference.columns; column += 1) {
      const at = row + column;
      let cellDifference = difference.data[at] as number;
      let cellProduct = product.data[at] as number;
      let cellTrace = trace.data[at] as number;
      const end = y * width + Math.min(width - 1, (column + 1) * cell);
      for (let i = y * width + Math.max(1, column * cell); i < end; i += 1) {
        const a = data[i - width - 1] as number;
        const b = data[i - width + 1] as number;
        const c = data[i + width - 1] as number;
        const d = data[i + width + 1] as number;
        const gx = 3 * (b - a + d - c) + 10 * ((data[i + 1] as number) - (data[i - 1] as number));
        const gy = 3 * (c - a + d - b) + 10 * ((data[i + width] as number) - (data[i - width] as number));
        const xx = gx * gx;
        const yy = gy * gy;
        cellDifference = Math.fround(cellDifference + xx - yy);
        cellProduct = Math.fround(cellProduct + 2 * gx * gy);
        cellTrace = Math.fround(cellTrace + xx + yy);
      }
      difference.data[at] = cellDifference;
      product.data[at] = cellProduct;
      trace.data[at] = cellTrace;
    }
  }
  return { difference, product, trace };
};

const smoothTensor = (tensor: Tensor, sigma: number): Tensor => ({
  difference: smoothGrid(tensor.difference, sigma),
  product: smoothGrid(tensor.product, sigma),
  trace: smoothGrid(tensor.trace, sigma),
});

const normalise = (cos2: CellGrid, sin2: CellGrid): void => {
  for (let i = 0; i < cos2.data.length; i += 1) {
    const length = hypotenuse(cos2.data[i] as number, sin2.data[i] as number);
    if (length === 0) continue;
    cos2.data[i] = (cos2.data[i] as number) / length;
    sin2.data[i] = (sin2.data[i] as number) / length;
  }
};

/** One round in which every cell takes part of its neighbours' direction, the more the less it knows itself. */
const relaxOnce = (from: CellGrid, data: CellGrid, coherence: CellGrid, out: CellGrid): void => {
  const { columns, rows } = from;
  const { pull } = EXTRACT.orientation;
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1) {
      const at = y * columns + x;
      const left = from.data[x > 0 ? at - 1 : at] as number;
      const right = from.data[x < columns - 1 ? at + 1 : at] as number;
      const up = from.data[y > 0 ? at - columns : at] as number;
      const down = from.data[y < rows - 1 ? at + columns : at] as number;
      const own = (coherence.data[at] as number) ** 2;
      out.data[at] =
        (own * (data.data[at] as number) + (pull * (left + right + up + down)) / 4) / (own + pull);
    }
};

/** All rounds, to and fro between two grids. */
const relaxed = (seen: CellGrid, coherence: CellGrid): CellGrid => {
  let from: CellGrid = { ...seen, data: seen.data.slice() };
  let to = likeGrid(seen);
  for (let round = 0; round < EXTRACT.orientation.rounds; round += 1) {
    relaxOnce(from, seen, coherence, to);
    [from, to] = [to, from];
  }
  return from;
};

/**
 * The field that stays near what each cell saw, as far as it saw something, and turns smoothly elsewhere: dotted ridges
 * of dry skin show directions that are none, and only their surroundings know better.
 */
export const settleOrientation = (seen: Orientation): Orientation => {
  const cos2 = relaxed(seen.cos2, seen.coherence);
  const sin2 = relaxed(seen.sin2, seen.coherence);
  normalise(cos2, sin2);
  return { ...seen, cos2, sin2 };
};

/** `bluntest` limits the scales: an enhanced signal needs only the sharp ones. */
export const ridgeOrientation = (
  signal: Plane,
  bluntest: number = EXTRACT.orientation.sigmas.length,
): Orientation => {
  const p = EXTRACT.orientation;
  const raw = tensorOf(signal, EXTRACT.cell);
  const cos2 = likeGrid(raw.trace);
  const sin2 = likeGrid(raw.trace);
  const coherence = likeGrid(raw.trace);
  const ridgeness = likeGrid(raw.trace);
  for (const [scale, sigma] of p.sigmas.slice(0, bluntest).entries()) {
    const { difference, product, trace } = smoothTensor(raw, sigma);
    const prior = p.priors[scale] ?? 0;
    const noise = p.noise[scale] ?? 1;
    for (let i = 0; i < trace.data.length; i += 1) {
      const d = difference.data[i] as number;
      const q = product.data[i] as number;
      const length = hypotenuse(d, q);
      const certainty = length / ((trace.data[i] as number) + 1e-3);
      if (scale === 1 || (bluntest === 1 && scale === 0)) coherence.data[i] = certainty;
      ridgeness.data[i] = Math.max(ridgeness.data[i] as number, certainty / noise);
      if (length === 0) continue;
      const weight = prior * certainty * certainty * certainty;
      // The ridge runs at right angles to the gradient; y grows downwards, so the sine changes its sign.
      cos2.data[i] = (cos2.data[i] as number) - (weight * d) / length;
      sin2.data[i] = (sin2.data[i] as number) + (weight * q) / length;
    }
  }
  normalise(cos2, sin2);
  return { cos2, sin2, coherence, ridgeness };
};
