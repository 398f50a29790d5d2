/** Thinning to lines one pixel wide (Zhang and Suen 1984), for reading the ground truth off a master print. */

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** 1 set, 0 clear. */
  readonly cells: Uint8Array;
}

/** Bit k of a neighbourhood code is the k-th neighbour, clockwise from north. */
const codeAt = (cells: Uint8Array, at: number, width: number): number =>
  (cells[at - width] as number) |
  ((cells[at - width + 1] as number) << 1) |
  ((cells[at + 1] as number) << 2) |
  ((cells[at + width + 1] as number) << 3) |
  ((cells[at + width] as number) << 4) |
  ((cells[at + width - 1] as number) << 5) |
  ((cells[at - 1] as number) << 6) |
  ((cells[at - width - 1] as number) << 7);

const bitOf = (code: number, k: number): number => (code >> (k & 7)) & 1;

/** Number of 0 -> 1 steps around. */
const transitions = (code: number): number => {
  let count = 0;
  for (let k = 0; k < 8; k += 1) if (bitOf(code, k) === 0 && bitOf(code, k + 1) === 1) count += 1;
  return count;
};

const population = (code: number): number => {
  let count = 0;
  for (let k = 0; k < 8; k += 1) count += bitOf(code, k);
  return count;
};

/** Whether a pass (0 or 1) may delete a pixel with this neighbourhood. */
const deletable = (pass: number): Uint8Array =>
  Uint8Array.from({ length: 256 }, (_, code) => {
    const n = population(code);
    if (n < 2 || n > 6 || transitions(code) !== 1) return 0;
    const [north, east, south, west] = [0, 2, 4, 6].map((k) => bitOf(code, k)) as [
      number,
      number,
      number,
      number,
    ];
    const keeps =
      pass === 0 ? north * east * south + east * south * west : north * east * west + north * south * west;
    return keeps === 0 ? 1 : 0;
  });

/**
 * A pixel that only fills a corner: without it its neighbours are still joined, so that every pixel of the skeleton
 * has two neighbours but at ends and forks.
 */
const corner = Uint8Array.from({ length: 256 }, (_, code) => {
  for (const k of [0, 2, 4, 6])
    if (
      bitOf(code, k) &&
      bitOf(code, k + 2) &&
      !bitOf(code, k + 5) &&
      transitions(code & ~(1 << ((k + 1) & 7))) <= 2
    )
      return population(code) <= 3 ? 1 : 0;
  return 0;
});

const tables = [deletable(0), deletable(1)];

/** One pass over the set pixels that are left; gives those that stay. */
const pass = (cells: Uint8Array, width: number, left: number[], table: Uint8Array): number[] => {
  const gone: number[] = [];
  const stay: number[] = [];
  for (const at of left) (table[codeAt(cells, at, width)] ? gone : stay).push(at);
  for (const at of gone) cells[at] = 0;
  return stay;
};

/** The skeleton; the outermost frame of pixels is cleared. */
export const thin = (bitmap: Bitmap): Bitmap => {
  const { width, height } = bitmap;
  const cells = new Uint8Array(width * height);
  let left: number[] = [];
  for (let y = 1; y < height - 1; y += 1)
    for (let x = 1; x < width - 1; x += 1)
      if (bitmap.cells[y * width + x]) {
        cells[y * width + x] = 1;
        left.push(y * width + x);
      }
  for (let before = -1; before !== left.length;) {
    before = left.length;
    for (const table of tables) left = pass(cells, width, left, table);
  }
  for (const at of left) if (corner[codeAt(cells, at, width)]) cells[at] = 0;
  return { width, height, cells };
};

/** Offsets of the eight neighbours, clockwise from north. */
export const neighbours = (width: number): readonly number[] => [
  -width,
  1 - width,
  1,
  1 + width,
  width,
  width - 1,
  -1,
  -1 - width,
];
