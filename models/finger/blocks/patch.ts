/** Connected patches of a mask of ones and zeros, four neighbours to each cell. */

interface Patch {
  readonly value: number;
  readonly cells: readonly number[];
  /** Whether it reaches the mask's border. */
  readonly open: boolean;
  /** Area of the upright rectangle around it. */
  readonly box: number;
}

const patchFrom = (mask: Uint8Array, columns: number, start: number, seen: Uint8Array): Patch => {
  const value = mask[start] as number;
  const rows = mask.length / columns;
  const cells = [start];
  seen[start] = 1;
  let open = false;
  let [left, right, top, bottom] = [columns, 0, rows, 0];
  const reach = (at: number): void => {
    if (seen[at] === 1 || mask[at] !== value) return;
    seen[at] = 1;
    cells.push(at);
  };
  for (const at of cells) {
    const column = at % columns;
    const row = (at - column) / columns;
    if (column > 0) reach(at - 1);
    if (column < columns - 1) reach(at + 1);
    if (row > 0) reach(at - columns);
    if (row < rows - 1) reach(at + columns);
    open ||= column === 0 || row === 0 || column === columns - 1 || row === rows - 1;
    if (column < left) left = column;
    if (column > right) right = column;
    if (row < top) top = row;
    if (row > bottom) bottom = row;
  }
  return { value, cells, open, box: (right - left + 1) * (bottom - top + 1) };
};

/** The patch of ones with the largest rectangle around it, its holes and all others' closed; the rest is left out. */
export const largestPatch = (mask: Uint8Array, columns: number): Uint8Array => {
  const seen = new Uint8Array(mask.length);
  const patches: Patch[] = [];
  for (let at = 0; at < mask.length; at += 1)
    if (seen[at] === 0) patches.push(patchFrom(mask, columns, at, seen));
  const filled = new Uint8Array(mask.length);
  for (const { value, open, cells } of patches)
    if (value === 0 && !open) for (const at of cells) filled[at] = 1;
  const ones = patches.filter(({ value }) => value === 1).sort((a, b) => b.box - a.box);
  for (const at of ones[0]?.cells ?? []) filled[at] = 1;
  return filled;
};
