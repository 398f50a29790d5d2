/** The reader's scrambling of pictures: a 32-bit feedback register whose bits mask the bytes, which are shifted by one place. */
import { copyOf } from "../../transport/copy.ts";

const FEEDBACK = 0x9248144d;

const parity = (word: number): number => {
  let folded = word ^ (word >>> 16);
  folded ^= folded >>> 8;
  folded ^= folded >>> 4;
  return (0x6996 >>> (folded & 15)) & 1;
};

/** One step: shift right, the new top bit is the parity of the tapped ones. */
export const nextKey = (key: number): number => (key >>> 1) | (parity(key & FEEDBACK) << 31);

/** The mask of one byte: eight bits picked from the key, lowest first. */
const maskOf = (key: number): number =>
  ((key >>> 4) & 0x01) |
  ((key >>> 7) & 0x02) |
  ((key >>> 9) & 0x04) |
  ((key >>> 11) & 0x08) |
  ((key >>> 14) & 0x10) |
  ((key >>> 16) & 0x20) |
  ((key >>> 18) & 0x40) |
  ((key >>> 22) & 0x80);

/** Advances the key over bytes that are not scrambled with it. */
export const skip = (key: number, count: number): number => {
  let state = key;
  for (let i = 0; i < count; i += 1) state = nextKey(state);
  return state;
};

/** In place, data[from, to); the last byte comes out as 0. Gives the key of what follows. */
export const unscramble = (data: Uint8Array, from: number, to: number, key: number): number => {
  let state = key;
  for (let i = from; i < to - 1; i += 1) {
    data[i] = (data[i + 1] ?? 0) ^ maskOf(state);
    state = nextKey(state);
  }
  data[to - 1] = 0;
  return nextKey(state);
};

/** The reverse, as the reader does it; the last byte cannot be carried, the first is of no meaning. */
export const scramble = (data: Uint8Array, from: number, to: number, key: number): number => {
  const plain = copyOf(data, from, to);
  let state = key;
  data[from] = maskOf(state);
  for (let i = 0; i < plain.length - 1; i += 1) {
    data[from + i + 1] = (plain[i] ?? 0) ^ maskOf(state);
    state = nextKey(state);
  }
  return nextKey(state);
};
