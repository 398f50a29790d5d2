/** Cyclic redundancy checks, by the names of the CRC catalogue. They find line noise, not tampering. */

const TABLE_32 = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  return rest;
});

/** CRC-32/ISO-HDLC (PNG, zip). */
export const crc32 = (input: Uint8Array): number => {
  let rest = 0xffffffff;
  for (const byte of input) rest = (rest >>> 8) ^ (TABLE_32[(rest ^ byte) & 0xff] ?? 0);
  return (rest ^ 0xffffffff) >>> 0;
};
