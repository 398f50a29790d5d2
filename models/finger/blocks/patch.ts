/** Connected patches of a mask of ones and zeros, four neighbours to each cell. */

interface Patch {
  readonly value: number;
  readonly cells: readonly number[];
  /** Whether it reaches the mask's border. */
  readonly open: boolean;
  /** Area of the upright rectangle around it. */
  readonly box: number;
}

const neighboursOf = (at: number, columns: number, count: number): readonly number[] => {
  const column = at % columns;
  const found = [at - columns, at + columns].filter((next) => next >= 0 && next < count);
  if (column > 0) found.push(at - 1);
  if (column < columns - 1) found.push(at + 1);
  return found;
};

const patchFrom = (mask: Uint8Array, columns: number, start: number, seen: Uint8Array): Patch => {
  const value = mask[start] as number;
  const rows = mask.length / columns;
  const cells = [start];
  seen[start] = 1;
  let open = false;
  let [left, right, top, bottom] = [columns, 0, rows, 0];
  for (const at of cells) {
    const [column, row] = [at % columns, Math.floor(at / columns)];
    open ||= column === 0 || row === 0 || column === columns - 1 || row === rows - 1;
    [left, right] = [Math.min(left, column), Math.max(right, column)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    for (const next of neighboursOf(at, columns, mask.length)) {
      if (seen[next] === 1 || mask[next] !== value) continue;
      seen[next] = 1;
      cells.push(next);
    }
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
