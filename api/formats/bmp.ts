/** Windows bitmaps as fingerprint tools write them: uncompressed, 1, 4, 8, 24 or 32 bits a pixel. Read only. */
import { i32le, record, u16le, u32le, fixed } from "../bytes/record.ts";
import { Reader } from "../bytes/reader.ts";
import { OutsideFault } from "../base/faults.ts";
import type { GreyImage } from "../words/sample.ts";

const MAX_PIXELS = 64_000_000;

const header = record("bitmap header", {
  magic: fixed(u16le, 0x4d42),
  fileSize: u32le,
  reserved: u32le,
  pixelOffset: u32le,
  infoSize: u32le,
  width: i32le,
  /** Negative: rows run from the top. */
  height: i32le,
  planes: u16le,
  bits: u16le,
  /** Only 0 (none) is read. */
  compression: u32le,
  imageSize: u32le,
  pixelsPerMetreX: i32le,
  pixelsPerMetreY: i32le,
  coloursUsed: u32le,
  coloursImportant: u32le,
});

/** ITU-R BT.601 weights, as other readers of grey bitmaps use. */
const grey = (red: number, green: number, blue: number) =>
  Math.round(0.299 * red + 0.587 * green + 0.114 * blue);

const readPalette = (from: Reader, infoSize: number, count: number): Uint8Array => {
  from.skip(infoSize - 40);
  return Uint8Array.from({ length: count }, () => {
    const [blue = 0, green = 0, red = 0] = from.take(4);
    return grey(red, green, blue);
  });
};

/** Grey of the pixel at column x of one row of the file. */
const greyAt = (row: Uint8Array, x: number, bits: number, palette: Uint8Array): number => {
  if (bits >= 24) {
    const at = (x * bits) / 8;
    return grey(row[at + 2] ?? 0, row[at + 1] ?? 0, row[at] ?? 0);
  }
  const perByte = 8 / bits;
  const byte = row[Math.floor(x / perByte)] ?? 0;
  return palette[(byte >> (8 - bits - (x % perByte) * bits)) & ((1 << bits) - 1)] ?? 0;
};

/** Throws OutsideFault input-malformed, input-too-large. */
export const decodeBmp = (bytes: Uint8Array, label: string): GreyImage => {
  const from = new Reader(bytes, label);
  const head = header.read(from);
  const { width, bits } = head;
  const height = Math.abs(head.height);
  if (width < 1 || height < 1) from.refuse(`a bitmap of ${width} x ${head.height} pixels has no area`, 18);
  if (width * height > MAX_PIXELS)
    throw new OutsideFault("input-too-large", `${label} has ${width} x ${height} pixels; crop it first.`);
  if (head.compression !== 0 || ![1, 4, 8, 24, 32].includes(bits))
    from.refuse(
      `a bitmap of ${bits} bits and compression ${head.compression} is not read; save it as PNG`,
      28,
    );
  if (head.infoSize < 40) from.refuse(`an info header of ${head.infoSize} bytes is too old`, 14);
  const most = bits <= 8 ? 1 << bits : 0;
  const palette = readPalette(
    from,
    head.infoSize,
    Math.min(most, head.coloursUsed === 0 ? most : head.coloursUsed),
  );
  const stride = Math.ceil((width * bits) / 32) * 4;
  const rows = new Reader(bytes, label, Math.min(bytes.length, head.pixelOffset));
  const pixels = new Uint8Array(width * height);
  for (let line = 0; line < height; line += 1) {
    const row = rows.take(stride);
    const y = head.height > 0 ? height - 1 - line : line;
    for (let x = 0; x < width; x += 1) pixels[y * width + x] = greyAt(row, x, bits, palette);
  }
  return { width, height, pixels };
};
