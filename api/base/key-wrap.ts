/** Wrapping one symmetric key under another, or under a key that never leaves its token. */
import { createCipheriv, createDecipheriv } from "node:crypto";

export interface KeyWrapper {
  wrap(key: Uint8Array): Promise<Uint8Array>;
  /** Undefined: wrapped by another key, or damaged. Throws OutsideFault key-missing when a token does not answer. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array | undefined>;
}

const ALGORITHM = "id-aes256-wrap";
/** RFC 3394 section 2.2.3.1. */
const INITIAL = Buffer.alloc(8, 0xa6);

/** AES-256 key wrap (RFC 3394); `wrapping`: 32 bytes. */
export const wrapKey = (wrapping: Uint8Array, key: Uint8Array): Buffer => {
  const cipher = createCipheriv(ALGORITHM, wrapping, INITIAL);
  return Buffer.concat([cipher.update(key), cipher.final()]);
};

export const unwrapKey = (wrapping: Uint8Array, wrapped: Uint8Array): Buffer | undefined => {
  try {
    const decipher = createDecipheriv(ALGORITHM, wrapping, INITIAL);
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    return undefined;
  }
};

/** Under a secret of 32 bytes that this process holds. */
export const secretWrapper = (secret: Uint8Array): KeyWrapper => ({
  wrap: (key) => Promise.resolve(wrapKey(secret, key)),
  unwrap: (wrapped) => Promise.resolve(unwrapKey(secret, wrapped)),
});
