/** The chain over captures: SHA-256 of the previous hash and the SHA-256 of the record, as bytes; hexadecimal, capitals. */
import { createHash } from "node:crypto";

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/** What the first capture is chained to: the hash of nothing. */
export const FIRST_HASH = sha256(new Uint8Array()).toString("hex").toUpperCase();

export const chainedHash = (previous: string, record: Uint8Array): string =>
  sha256(Buffer.concat([Buffer.from(previous, "hex"), sha256(record)]))
    .toString("hex")
    .toUpperCase();
