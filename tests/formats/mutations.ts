/** Seeded damage to records: what a broken line, a broken kiosk or a hostile one might send. */
import { createHash } from "node:crypto";

export type Pick = (below: number) => number;

/** Whole numbers below a bound, the same for the same seed. */
export const pickFrom = (seed: string): Pick => {
  let block = new Uint8Array();
  let at = 0;
  let count = 0;
  return (below) => {
    if (at + 4 > block.length) {
      block = createHash("sha512").update(`${seed}\0${count}`).digest();
      count += 1;
      at = 0;
    }
    const value = new DataView(block.buffer, block.byteOffset + at, 4).getUint32(0);
    at += 4;
    return value % Math.max(1, below);
  };
};

type Mutation = (bytes: Uint8Array, pick: Pick) => Uint8Array;

const splice = (bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array =>
  Uint8Array.from([...bytes.subarray(0, at), ...insert, ...bytes.subarray(at + remove)]);

const set = (bytes: Uint8Array, at: number, ...values: readonly number[]): Uint8Array => {
  const out = Uint8Array.from(bytes);
  for (const [i, value] of values.entries()) if (at + i < out.length) out[at + i] = value;
  return out;
};

/** Headers are where lies hurt: half of the picks fall into the first 64 bytes. */
const place = (bytes: Uint8Array, pick: Pick): number =>
  pick(2) === 0 ? pick(Math.min(64, bytes.length)) : pick(bytes.length);

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  flip: (bytes, pick) => {
    const at = place(bytes, pick);
    return set(bytes, at, (bytes[at] ?? 0) ^ (1 << pick(8)));
  },
  "another byte": (bytes, pick) => set(bytes, place(bytes, pick), pick(256)),
  truncated: (bytes, pick) => bytes.slice(0, pick(bytes.length)),
  "bytes too many": (bytes, pick) => Uint8Array.from([...bytes, ...new Uint8Array(1 + pick(16))]),
  "huge count": (bytes, pick) => set(bytes, place(bytes, pick), 0xff, 0xff, 0xff, 0xff),
  "zero length": (bytes, pick) => set(bytes, place(bytes, pick), 0, 0, 0, 0),
  "indefinite length": (bytes, pick) => set(bytes, place(bytes, pick), 0x30, 0x80),
  "long length": (bytes, pick) => set(bytes, place(bytes, pick), 0x84, 0xff, 0xff, 0xff, 0xff),
  "length not minimal": (bytes, pick) => {
    const at = place(bytes, pick);
    return splice(bytes, at, 1, Uint8Array.of(0x81, bytes[at] ?? 0));
  },
  "chunk twice": (bytes, pick) => {
    const at = place(bytes, pick);
    return splice(bytes, at, 0, bytes.subarray(at, at + 1 + pick(64)));
  },
  "chunk gone": (bytes, pick) => splice(bytes, place(bytes, pick), 1 + pick(64), new Uint8Array()),
  "deep nesting": (bytes, pick) => {
    const at = place(bytes, pick);
    return set(bytes, at, ...Array.from({ length: 40 + pick(200) }, (_, i) => (i % 2 === 0 ? 0x30 : 0x7f)));
  },
  "noise block": (bytes, pick) =>
    set(bytes, place(bytes, pick), ...Array.from({ length: 1 + pick(32) }, () => pick(256))),
};

const NAMES = Object.keys(MUTATIONS);

/** One to three mutations, and their names. */
export const mutate = (
  bytes: Uint8Array,
  pick: Pick,
): { readonly bytes: Uint8Array; readonly how: string } => {
  let out = bytes;
  const how: string[] = [];
  for (let round = 1 + pick(3); round > 0; round -= 1) {
    const name = NAMES[pick(NAMES.length)] ?? "flip";
    how.push(name);
    out = MUTATIONS[name]?.(out, pick) ?? out;
  }
  return { bytes: out, how: how.join(", ") };
};
