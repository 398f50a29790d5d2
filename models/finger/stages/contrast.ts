/** Ridge-band signal of even strength: shading and pixel noise removed, local contrast made equal. */
import { EXTRACT } from "../params.ts";
import { cellGrid, type CellGrid, type Plane } from "../plane.ts";
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
  const counts = new Float32Array(grid.data.length);
  for (let y = 0; y < from.height; y += 1) {
    const row = Math.floor(y / cell) * grid.columns;
    for (let x = 0; x < from.width; x += 1) {
      const at = row + Math.floor(x / cell);
      const value = from.data[y * from.width + x] as number;
      grid.data[at] = (grid.data[at] as number) + value * value;
      counts[at] = (counts[at] as number) + 1;
    }
  }
  for (let i = 0; i < grid.data.length; i += 1)
    grid.data[i] = (grid.data[i] as number) / (counts[i] as number);
  return grid;
};

/** Multiplies each pixel by the bilinear value of a grid, then limits it to -clip..clip. */
const scaleBy = (from: Plane, gain: CellGrid, clip: number): void => {
  const { width, height, data } = from;
  const line = new Float32Array(gain.columns);
  const lastRow = gain.rows - 1;
  const lastColumn = gain.columns - 1;
  for (let y = 0; y < height; y += 1) {
    const gy = Math.min(lastRow, Math.max(0, (y + 0.5) / gain.cell - 0.5));
    const y0 = Math.floor(gy);
    const fy = gy - y0;
    const upper = y0 * gain.columns;
    const lower = Math.min(lastRow, y0 + 1) * gain.columns;
    for (let c = 0; c < gain.columns; c += 1)
      line[c] = (gain.data[upper + c] as number) * (1 - fy) + (gain.data[lower + c] as number) * fy;
    for (let x = 0; x < width; x += 1) {
      const gx = Math.min(lastColumn, Math.max(0, (x + 0.5) / gain.cell - 0.5));
      const x0 = Math.floor(gx);
      const fx = gx - x0;
      const factor = (line[x0] as number) * (1 - fx) + (line[Math.min(lastColumn, x0 + 1)] as number) * fx;
      const value = (data[y * width + x] as number) * factor;
      data[y * width + x] = value > clip ? clip : value < -clip ? -clip : value;
    }
  }
};

export const evenContrast = (print: Plane): Contrast => {
  const p = EXTRACT.contrast;
  const fine = smoothPlane(print, p.fineSigma);
  const coarse = boxMean(boxMean(print, p.coarseRadius), p.coarseRadius);
  const signal: Plane = { ...print, data: new Float32Array(print.data.length) };
  for (let i = 0; i < signal.data.length; i += 1)
    signal.data[i] = (coarse.data[i] as number) - (fine.data[i] as number);
  const energy = energyGrid(signal, EXTRACT.cell);
  const strength = { ...energy, data: energy.data.map(Math.sqrt) };
  const even = smoothGrid(energy, p.energySigma);
  const gain = { ...even, data: even.data.map((value) => 1 / Math.sqrt(value + p.floor * p.floor)) };
  scaleBy(signal, gain, p.clip);
  return { signal, strength };
};
