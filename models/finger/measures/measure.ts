/** The shape of a finger quality measure (ISO/IEC 29794-4 terms): reads the features, gives a value or says why not. */
import type { MeasureResult } from "../../../api/words/quality.ts";
import type { FingerFeatures } from "../features.ts";
import type { CellGrid } from "../plane.ts";

export interface FingerMeasure {
  readonly id: string;
  /** What raw means, with its unit. */
  readonly unit: string;
  assess(features: FingerFeatures): MeasureResult;
}

export const NO_PRINT: MeasureResult = {
  kind: "failure-to-assess",
  reason: "There is no print in the picture.",
};

/** Scalar 0..100 of a raw value between its worst and its best. */
export const scaled = (raw: number, worst: number, best: number): MeasureResult => ({
  kind: "assessed",
  raw,
  scalar: Math.round(100 * Math.min(1, Math.max(0, (raw - worst) / (best - worst)))),
});

/** Mean of a grid over the cells of the print; undefined without a print. Grids of another cell size are sampled. */
export const meanOverPrint = (
  grid: CellGrid,
  mask: CellGrid,
  of: (value: number, at: number) => number = (value) => value,
): number | undefined => {
  let sum = 0;
  let count = 0;
  const step = grid.cell / mask.cell;
  for (let row = 0; row < grid.rows; row += 1)
    for (let column = 0; column < grid.columns; column += 1) {
      const maskColumn = Math.min(mask.columns - 1, Math.floor((column + 0.5) * step));
      const maskRow = Math.min(mask.rows - 1, Math.floor((row + 0.5) * step));
      if (mask.data[maskRow * mask.columns + maskColumn] !== 1) continue;
      const at = row * grid.columns + column;
      sum += of(grid.data[at] as number, at);
      count += 1;
    }
  return count === 0 ? undefined : sum / count;
};

/** Square millimetres of one cell at 500 ppi. */
export const cellArea = (cell: number): number => ((cell * 25.4) / 500) ** 2;
