/** Randomness is injected. The label says what the bytes are for, so that a replay can supply them. */
import { createHash, randomBytes } from "node:crypto";

export type RandomSource = (label: string, length: number) => Uint8Array;

export const systemRandom: RandomSource = (_label, length) => randomBytes(length);

/** Reproducible bytes for tests and specimen packets: SHA-256 in counter mode over seed, label and use count. */
export const seededRandom = (seed: string): RandomSource => {
  const uses = new Map<string, number>();
  return (label, length) => {
    const use = uses.get(label) ?? 0;
    uses.set(label, use + 1);
    const out = new Uint8Array(length);
    for (let at = 0, block = 0; at < length; at += 32, block += 1) {
      const digest = createHash("sha256").update(`${seed}\0${label}\0${use}\0${block}`).digest();
      out.set(digest.subarray(0, Math.min(32, length - at)), at);
    }
    return out;
  };
};
