/** A picture of real numbers, row-major; the working form of every stage, at 500 pixels an inch. */

export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** One byte a pixel: a mask, a binary picture (1 = ridge) or a skeleton. */
export interface BytePlane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Values on square cells of `cell` pixels; the last column and row may hang over the picture's edge. */
export interface CellGrid {
  readonly columns: number;
  readonly rows: number;
  readonly cell: number;
  readonly data: Float32Array;
}

export const plane = (width: number, height: number): Plane => ({
  width,
  height,
  data: new Float32Array(width * height),
});

export const bytePlane = (width: number, height: number): BytePlane => ({
  width,
  height,
  data: new Uint8Array(width * height),
});

export const cellGrid = (width: number, height: number, cell: number): CellGrid => {
  const columns = Math.ceil(width / cell);
  const rows = Math.ceil(height / cell);
  return { columns, rows, cell, data: new Float32Array(columns * rows) };
};

/** A grid of the same shape, holding zeros. */
export const likeGrid = (grid: CellGrid): CellGrid => ({
  ...grid,
  data: new Float32Array(grid.columns * grid.rows),
});

/** Bilinear value of a grid at a pixel; cells are sampled at their centres, borders are extended. */
export const gridAt = (grid: CellGrid, x: number, y: number): number => {
  const gx = Math.min(grid.columns - 1, Math.max(0, (x + 0.5) / grid.cell - 0.5));
  const gy = Math.min(grid.rows - 1, Math.max(0, (y + 0.5) / grid.cell - 0.5));
  const x0 = Math.floor(gx);
  const y0 = Math.floor(gy);
  const x1 = Math.min(grid.columns - 1, x0 + 1);
  const y1 = Math.min(grid.rows - 1, y0 + 1);
  const fx = gx - x0;
  const fy = gy - y0;
  const top =
    (grid.data[y0 * grid.columns + x0] as number) * (1 - fx) +
    (grid.data[y0 * grid.columns + x1] as number) * fx;
  const bottom =
    (grid.data[y1 * grid.columns + x0] as number) * (1 - fx) +
    (grid.data[y1 * grid.columns + x1] as number) * fx;
  return top * (1 - fy) + bottom * fy;
};

/** Value of the cell that holds a pixel. */
export const cellAt = (grid: CellGrid, x: number, y: number): number => {
  const column = Math.min(grid.columns - 1, Math.max(0, Math.floor(x / grid.cell)));
  const row = Math.min(grid.rows - 1, Math.max(0, Math.floor(y / grid.cell)));
  return grid.data[row * grid.columns + column] as number;
};
