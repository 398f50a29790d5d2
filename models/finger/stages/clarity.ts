/** How much of the print's own signal the ridge model explains, place by place (ISO/IEC 29794-4: local clarity). */
import { EXTRACT } from "../params.ts";
import { cellGrid, likeGrid, type CellGrid, type Plane } from "../plane.ts";
import { smoothGrid } from "../smooth.ts";

/** Correlation of the signal with the enhanced ridges over about two ridges, 0..1; 0 outside the print. */
export const ridgeClarity = (signal: Plane, enhanced: Plane): CellGrid => {
  const both = cellGrid(signal.width, signal.height, EXTRACT.cell);
  const own = likeGrid(both);
  const model = likeGrid(both);
  for (let y = 0; y < signal.height; y += 1) {
    const row = Math.floor(y / EXTRACT.cell) * both.columns;
    for (let column = 0; column < both.columns; column += 1) {
      const cell = row + column;
      let cellBoth = both.data[cell] as number;
      let cellOwn = own.data[cell] as number;
      let cellModel = model.data[cell] as number;
      const end = y * signal.width + Math.min(signal.width, (column + 1) * EXTRACT.cell);
      for (let at = y * signal.width + column * EXTRACT.cell; at < end; at += 1) {
        const e = enhanced.data[at] as number;
        if (e === 0) continue;
        const s = signal.data[at] as number;
        cellBoth = Math.fround(cellBoth + s * e);
        cellOwn = Math.fround(cellOwn + s * s);
        cellModel = Math.fround(cellModel + e * e);
      }
      both.data[cell] = cellBoth;
      own.data[cell] = cellOwn;
      model.data[cell] = cellModel;
    }
  }
  const [b, o, m] = [both, own, model].map((grid) => smoothGrid(grid, 1.2));
  const clarity = likeGrid(both);
  for (let i = 0; i < clarity.data.length; i += 1) {
    const size = Math.sqrt((o?.data[i] ?? 0) * (m?.data[i] ?? 0));
    clarity.data[i] = size > 1e-6 ? Math.max(0, (b?.data[i] ?? 0) / size) : 0;
  }
  return clarity;
};
