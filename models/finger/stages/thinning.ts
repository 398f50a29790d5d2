/** Lines one pixel wide: Zhang and Suen's parallel thinning, then removal of the corners it leaves. */
import type { BytePlane } from "../plane.ts";
import { scratch } from "../scratch.ts";

/** Neighbour k = 0..7 is north, then clockwise; bit k of a code says that it is set. */
export const neighbourOffsets = (width: number): readonly number[] => [
  -width,
  -width + 1,
  1,
  width + 1,
  width,
  width - 1,
  -1,
  -width - 1,
];

const bit = (code: number, k: number) => (code >> (k & 7)) & 1;

/** Set neighbours. */
const population = Uint8Array.from({ length: 256 }, (_, code) =>
  [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, k) => sum + bit(code, k), 0),
);

/** Times the ring of neighbours goes from unset to set. */
export const risings = Uint8Array.from({ length: 256 }, (_, code) =>
  [0, 1, 2, 3, 4, 5, 6, 7].reduce(
    (sum, k) => sum + (bit(code, k) === 0 && bit(code, k + 1) === 1 ? 1 : 0),
    0,
  ),
);

const deletable = (pass: number) =>
  Uint8Array.from({ length: 256 }, (_, code) => {
    const [n, e, s, w] = [bit(code, 0), bit(code, 2), bit(code, 4), bit(code, 6)];
    const count = population[code] ?? 0;
    if (count < 2 || count > 6 || risings[code] !== 1) return 0;
    const sides = pass === 0 ? n * e * s === 0 && e * s * w === 0 : n * e * w === 0 && n * s * w === 0;
    return sides ? 1 : 0;
  });
const passes = [deletable(0), deletable(1)] as const;

/** A pixel whose removal parts nothing (8-connected line, 4-connected ground) and that ends nothing. */
const corner = Uint8Array.from({ length: 256 }, (_, code) => {
  if ((population[code] ?? 0) < 2) return 0;
  // Parts of the ring in which diagonal neighbours are joined by the side neighbour between them or touch it.
  let parts = 0;
  for (const k of [0, 2, 4, 6])
    if (bit(code, k) === 0 && (bit(code, k + 1) === 1 || bit(code, k + 2) === 1)) parts += 1;
  const open = [0, 2, 4, 6].some((k) => bit(code, k) === 0);
  return parts === 1 && open ? 1 : 0;
});

/** Which of the eight neighbours are set. */
export const codeAt = (data: Uint8Array, at: number, width: number): number =>
  (data[at - width] as number) |
  ((data[at - width + 1] as number) << 1) |
  ((data[at + 1] as number) << 2) |
  ((data[at + width + 1] as number) << 3) |
  ((data[at + width] as number) << 4) |
  ((data[at + width - 1] as number) << 5) |
  ((data[at - 1] as number) << 6) |
  ((data[at - width - 1] as number) << 7);

const clearFrame = ({ width, height, data }: BytePlane): void => {
  data.fill(0, 0, width);
  data.fill(0, (height - 1) * width);
  for (let y = 0; y < height; y += 1) {
    data[y * width] = 0;
    data[y * width + width - 1] = 0;
  }
};

/**
 * One pass over the candidates; deletes in parallel and returns how many went. A pixel whose neighbours are as they were
 * when this pass last spared it is spared again: `spared` has a bit for each pass, which a neighbour's removal clears.
 */
const thinOnce = (
  data: Uint8Array,
  width: number,
  live: Int32Array,
  count: number,
  pass: 0 | 1,
  { gone, spared }: { gone: Int32Array; spared: Uint8Array },
): number => {
  const table = passes[pass];
  const mark = 1 << pass;
  let deleted = 0;
  for (let i = 0; i < count; i += 1) {
    const at = live[i] as number;
    if (((spared[at] as number) & mark) !== 0 || data[at] === 0) continue;
    if (table[codeAt(data, at, width)] === 1) gone[deleted++] = at;
    else spared[at] = (spared[at] as number) | mark;
  }
  for (let i = 0; i < deleted; i += 1) {
    const at = gone[i] as number;
    data[at] = 0;
    for (let row = at - width; row <= at + width; row += width) {
      spared[row - 1] = 0;
      spared[row] = 0;
      spared[row + 1] = 0;
    }
  }
  return deleted;
};

const liveOf = scratch(Int32Array);
const goneOf = scratch(Int32Array);
const sparedOf = scratch(Uint8Array);

/** Lines one pixel wide, 8-connected. Pixels on the frame are cleared. Input is not changed. */
export const thin = (from: BytePlane): BytePlane => {
  const { width, height } = from;
  const out: BytePlane = { width, height, data: from.data.slice() };
  clearFrame(out);
  const { data } = out;
  const live = liveOf(data.length);
  const kept = { gone: goneOf(data.length), spared: sparedOf(data.length).fill(0) };
  let count = 0;
  for (let at = 0; at < data.length; at += 1) if (data[at] === 1) live[count++] = at;
  for (let changed = true; changed;) {
    const deleted = thinOnce(data, width, live, count, 0, kept) + thinOnce(data, width, live, count, 1, kept);
    changed = deleted > 0;
    let left = 0;
    for (let i = 0; i < count; i += 1) {
      const at = live[i] as number;
      // Finished pixels (inside lines one or two wide) stay candidates: a neighbour's removal may free them.
      if (data[at] === 1) live[left++] = at;
    }
    count = left;
  }
  for (let i = 0; i < count; i += 1) {
    const at = live[i] as number;
    if (corner[codeAt(data, at, width)] === 1) data[at] = 0;
  }
  return out;
};
