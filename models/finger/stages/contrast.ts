/** Ridge-band signal of even strength: shading and pixel noise removed, local contrast made equal. */
import { EXTRACT } from "../params.ts";
import { cellGrid, type CellGrid, type Plane } from "../plane.ts";
import { scratch } from "../scratch.ts";
import { boxMean, smoothGrid, smoothPlane } from "../smooth.ts";

export interface Contrast {
  /** About -2..2; positive on ridges (dark), negative in valleys. */
  readonly signal: Plane;
  /** Root mean square of the ridge band in grey levels. */
  readonly strength: CellGrid;
}

/** Mean of the squares of each cell's pixels. */
export const energyGrid = (from: Plane, cell: number): CellGrid => {
  const grid = cellGrid(from.width, from.height, cell);
  const { width, height } = from;
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / cell) * grid.columns;
    for (let column = 0; column < grid.columns; column += 1) {
      let sum = grid.data[row + column] as number;
      const end = y * width + Math.min(width, (column + 1) * cell);
      for (let at = y * width + column * cell; at < end; at += 1) {
        const value = from.data[at] as number;
        sum = Math.fround(sum + value * value);
      }
      grid.data[row + column] = sum;
    }
  }
  for (let i = 0; i < grid.data.length; i += 1) {
    const [column, row] = [i % grid.columns, Math.floor(i / grid.columns)];
    const count = Math.min(cell, width - column * cell) * Math.min(cell, height - row * cell);
    grid.data[i] = (grid.data[i] as number) / count;
  }
  return grid;
};

const gainLine = scratch(Float32Array);
const leftCells = scratch(Int32Array);
const rightShares = scratch(Float64Array);

/** Multiplies each pixel by the bilinear value of a grid, then limits it to -clip..clip. */
const scaleBy = (from: Plane, gain: CellGrid, clip: number): void => {
  const { width, height, data } = from;
  const line = gainLine(gain.columns);
  const lastRow = gain.rows - 1;
  const lastColumn = gain.columns - 1;
  // The same for every row: the cell to a pixel's left, and the share of the one to its right.
  const cells = leftCells(width);
  const shares = rightShares(width);
  for (let x = 0; x < width; x += 1) {
    const gx = Math.min(lastColumn, Math.max(0, (x + 0.5) / gain.cell - 0.5));
    cells[x] = Math.floor(gx);
    shares[x] = gx - Math.floor(gx);
  }
  for (let y = 0; y < height; y += 1) {
    const gy = Math.min(lastRow, Math.max(0, (y + 0.5) / gain.cell - 0.5));
    const y0 = Math.floor(gy);
    const fy = gy - y0;
    const upper = y0 * gain.columns;
    const lower = Math.min(lastRow, y0 + 1) * gain.columns;
    for (let c = 0; c < gain.columns; c += 1)
      line[c] = (gain.data[upper + c] as number) * (1 - fy) + (gain.data[lower + c] as number) * fy;
    for (let x = 0; x < width; x += 1) {
      const x0 = cells[x] as number;
      const fx = shares[x] as number;
      const factor = (line[x0] as number) * (1 - fx) + (line[Math.min(lastColumn, x0 + 1)] as number) * fx;
      const value = (data[y * width + x] as number) * factor;
      data[y * width + x] = Math.max(-clip, Math.min(clip, value));
    }
  }
};

const fineOf = scratch(Float32Array);
const coarseOf = scratch(Float32Array);

/** The signal is written to `data`, where it is given. */
export const evenContrast = (
  print: Plane,
  data: Float32Array = new Float32Array(print.data.length),
): Contrast => {
  const p = EXTRACT.contrast;
  const fine = smoothPlane(print, p.fineSigma, fineOf(print.data.length));
  const kept = coarseOf(print.data.length);
  const coarse = boxMean(boxMean(print, p.coarseRadius, kept), p.coarseRadius, kept);
  const signal: Plane = { ...print, data };
  for (let i = 0; i < signal.data.length; i += 1)
    signal.data[i] = (coarse.data[i] as number) - (fine.data[i] as number);
  const energy = energyGrid(signal, EXTRACT.cell);
  const strength = { ...energy, data: energy.data.map(Math.sqrt) };
  const even = smoothGrid(energy, p.energySigma);
  const gain = { ...even, data: even.data.map((value) => 1 / Math.sqrt(value + p.floor * p.floor)) };
  scaleBy(signal, gain, p.clip);
  return { signal, strength };
};
