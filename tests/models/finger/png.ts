import { deflateSync } from "node:zlib";
import { crc32 } from "../../../api/bytes/crc.ts";

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body) >>> 0, 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};

/** A grey PNG of any depth from its rows' bytes. */
export const greyPng = (
  across: number,
  down: number,
  depth: number,
  row: (y: number) => Uint8Array,
): Uint8Array => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(across, 0);
  header.writeUInt32BE(down, 4);
  header[8] = depth;
  const rows = Array.from({ length: down }, (_, y) => Buffer.concat([Buffer.of(0), row(y)]));
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", new Uint8Array()),
  ]);
};

/** Eight pixels a byte, 1 where the grey is above the limit. */
export const oneBit = (pixels: Uint8Array, limit: number): Uint8Array =>
  Uint8Array.from({ length: pixels.length / 8 }, (_, at) =>
    pixels
      .subarray(8 * at, 8 * at + 8)
      .reduce((bits: number, value) => (bits << 1) | (value > limit ? 1 : 0), 0),
  );
