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

const crc16 = (input: Uint8Array, start: number): number => {
  let rest = start;
  for (const byte of input) {
    rest ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1)
      rest = rest & 0x8000 ? ((rest << 1) ^ 0x1021) & 0xffff : (rest << 1) & 0xffff;
  }
  return rest;
};

/** CRC-16/XMODEM: polynomial 0x1021, from 0. */
export const crc16xmodem = (input: Uint8Array): number => crc16(input, 0);

/** CRC-16/IBM-3740 (often called CCITT-FALSE): polynomial 0x1021, from 0xffff. */
export const crc16ccitt = (input: Uint8Array): number => crc16(input, 0xffff);
