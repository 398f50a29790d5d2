/** Ridges and valleys as two binary pictures; both end at the edge of the print. */
import { EXTRACT } from "../params.ts";
import { bytePlane, type BytePlane, type Plane } from "../plane.ts";

export interface Binary {
  readonly ridges: BytePlane;
  readonly valleys: BytePlane;
}

/** The enhanced picture is 0 exactly outside the print. */
export const binarise = (enhanced: Plane): Binary => {
  const { width, height, data } = enhanced;
  const ridges = bytePlane(width, height);
  const valleys = bytePlane(width, height);
  for (let i = 0; i < data.length; i += 1) {
    const value = data[i] as number;
    if (value > 0) ridges.data[i] = 1;
    else if (value < 0) valleys.data[i] = 1;
  }
  return { ridges, valleys };
};

/** Distance of each block from the edge of the print and of the picture, in pixels (chamfer 3-4). */
export const edgeDistance = (enhanced: Plane): { columns: number; rows: number; data: Float32Array } => {
  const { block } = EXTRACT;
  const columns = Math.ceil(enhanced.width / block);
  const rows = Math.ceil(enhanced.height / block);
  const data = new Float32Array(columns * rows);
  const value = (x: number, y: number) =>
    x < 0 || y < 0 || x >= columns || y >= rows ? 0 : (data[y * columns + x] as number);
  const far = 1e6;
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < columns; x += 1) {
      const px = Math.min(enhanced.width - 1, x * block + block / 2);
      const py = Math.min(enhanced.height - 1, y * block + block / 2);
      data[y * columns + x] = enhanced.data[py * enhanced.width + px] === 0 ? 0 : far;
    }
  const relax = (x: number, y: number, step: number) => {
    const at = y * columns + x;
    if (data[at] === 0) return;
    const side = Math.min(value(x + step, y), value(x, y + step)) + block;
    const diagonal = Math.min(value(x + step, y + step), value(x - step, y + step)) + (block * 4) / 3;
    data[at] = Math.min(data[at] as number, side, diagonal);
  };
  for (let y = 0; y < rows; y += 1) for (let x = 0; x < columns; x += 1) relax(x, y, -1);
  for (let y = rows - 1; y >= 0; y -= 1) for (let x = columns - 1; x >= 0; x -= 1) relax(x, y, 1);
  return { columns, rows, data };
};
