/** A copy of bytes, plain and its own: Buffer's slice() is a view, and whoever wipes a picture would wipe the recording. */
export const copyOf = (bytes: Uint8Array, from = 0, to = bytes.length): Uint8Array =>
  new Uint8Array(bytes.subarray(from, to));
