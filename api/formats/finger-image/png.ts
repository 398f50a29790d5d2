/**
 * Grey PNG (ISO/IEC 15948) that states its resolution: prints without loss, in their native pixels. The reader takes
 * what prints come in (8-bit grey, not interlaced), proves every checksum, and refuses the rest with the offset.
 */
import { deflateSync, inflateSync } from "node:zlib";
import { Bug, OutsideFault } from "../../base/faults.ts";
import { crc32 } from "../../bytes/crc.ts";
import { Reader } from "../../bytes/reader.ts";
import { oneOf, record, u32be, u8 } from "../../bytes/record.ts";
import { Writer } from "../../bytes/writer.ts";
import type { GreyImage } from "../../words/sample.ts";
import type { PixelsPerInch } from "../../words/units.ts";
import { filterRow, unfilterRow } from "./png-filters.ts";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const MOST_PIXELS = 64_000_000;
const METRES_AN_INCH = 0.0254;

/** Clause 11.2.2; depth 8, colour type 0 and no interlacing are what a print has. */
const header = record("IHDR", {
  width: u32be,
  height: u32be,
  depth: u8,
  colour: u8,
  compression: u8,
  filter: u8,
  interlace: u8,
});

/** Clause 11.3.5.3. */
const resolution = record("pHYs", { x: u32be, y: u32be, unit: oneOf(u8, { unknown: 0, metre: 1 }) });

const chunk = (out: Writer, type: string, data: Uint8Array): void => {
  const body = new Writer().put(new TextEncoder().encode(type)).put(data).done();
  out.unsigned(data.length, 4, "big").put(body).unsigned(crc32(body), 4, "big");
};

const filtered = ({ width, height, pixels }: GreyImage): Uint8Array => {
  const out = new Uint8Array((width + 1) * height);
  const none = new Uint8Array(width);
  for (let y = 0; y < height; y += 1) {
    const above = y === 0 ? none : pixels.subarray((y - 1) * width, y * width);
    filterRow(
      pixels.subarray(y * width, (y + 1) * width),
      above,
      out.subarray(y * (width + 1), (y + 1) * (width + 1)),
    );
  }
  return out;
};

/** The print as PNG with its resolution in a pHYs chunk. The same pixels and zlib give the same bytes. */
export const encodeFingerPng = (image: GreyImage, ppi: PixelsPerInch): Uint8Array => {
  const { width, height, pixels } = image;
  if (width < 1 || height < 1 || pixels.length !== width * height)
    throw new Bug(`${pixels.length} pixels in a picture of ${width} x ${height}`);
  const perMetre = Math.round(ppi / METRES_AN_INCH);
  const out = new Writer().put(SIGNATURE);
  chunk(
    out,
    "IHDR",
    header.encode({ width, height, depth: 8, colour: 0, compression: 0, filter: 0, interlace: 0 }),
  );
  chunk(out, "pHYs", resolution.encode({ x: perMetre, y: perMetre, unit: "metre" }));
  chunk(out, "IDAT", deflateSync(filtered(image), { level: 9 }));
  chunk(out, "IEND", new Uint8Array(0));
  return out.done();
};

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  readonly at: number;
}

const readChunk = (from: Reader): Chunk => {
  const at = from.at;
  const length = from.unsigned(4, "big");
  if (length > from.left) from.refuse(`a chunk of ${length} bytes where ${from.left} are left`, at);
  const body = from.take(length + 4);
  const type = String.fromCharCode(...body.subarray(0, 4));
  if (!/^[A-Za-z]{4}$/u.test(type)) from.refuse("a chunk whose name is not four letters", at);
  if (from.unsigned(4, "big") !== crc32(body)) from.refuse(`the checksum of chunk ${type} is wrong`, at);
  return { type, data: body.subarray(4), at };
};

const readHeader = (from: Reader, first: Chunk): { width: number; height: number } => {
  if (first.type !== "IHDR") from.refuse("the first chunk is not IHDR", first.at);
  const { width, height, depth, colour, compression, filter, interlace } = header.decode(
    first.data,
    from.label,
  );
  if (width < 1 || height < 1) from.refuse(`a picture of ${width} x ${height} pixels`, first.at);
  if (width * height > MOST_PIXELS)
    throw new OutsideFault(
      "input-too-large",
      `${from.label}: a picture of ${width} x ${height} pixels is more than the kiosk reads`,
    );
  if (depth !== 8 || colour !== 0)
    from.refuse(`depth ${depth} and colour type ${colour}; a print has 8-bit grey`, first.at);
  if (compression !== 0 || filter !== 0 || interlace !== 0)
    from.refuse("an unknown method, or interlacing", first.at);
  return { width, height };
};

/** Upper case in the first letter: a chunk that must be understood (clause 5.4). */
const isCritical = (type: string): boolean => type.charCodeAt(0) < 0x61;

const ppiOf = (data: Uint8Array, label: string): PixelsPerInch | undefined => {
  const { x, y, unit } = resolution.decode(data, label);
  return unit === "metre" && x === y && x > 0 ? Math.round(x * METRES_AN_INCH) : undefined;
};

const inflate = (parts: readonly Uint8Array[], size: number, from: Reader): Uint8Array => {
  try {
    const raw = inflateSync(Buffer.concat(parts), { maxOutputLength: size + 1 });
    if (raw.length !== size) from.refuse(`${raw.length} bytes of pixels where ${size} are due`);
    return raw;
  } catch (cause) {
    if (cause instanceof OutsideFault) throw cause;
    return from.refuse(
      `the pixels cannot be inflated: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
};

/** Reads a print's PNG. Throws OutsideFault input-malformed (with offset) or input-too-large. */
export const decodeFingerPng = (
  bytes: Uint8Array,
  label: string,
): { image: GreyImage; ppi?: PixelsPerInch } => {
  const from = new Reader(bytes, label);
  if (bytes.length < 8 || SIGNATURE.some((byte, i) => bytes[i] !== byte)) from.refuse("not a PNG file", 0);
  from.skip(SIGNATURE.length);
  const { width, height } = readHeader(from, readChunk(from));
  const parts: Uint8Array[] = [];
  let ppi: PixelsPerInch | undefined;
  for (;;) {
    const { type, data, at } = readChunk(from);
    if (type === "IEND") break;
    if (type === "IDAT") parts.push(data);
    else if (type === "pHYs") ppi = ppiOf(data, label);
    else if (isCritical(type)) from.refuse(`chunk ${type} is not known`, at);
  }
  const raw = inflate(parts, (width + 1) * height, from);
  const pixels = new Uint8Array(width * height);
  const none = new Uint8Array(width);
  for (let y = 0; y < height; y += 1) {
    const above = y === 0 ? none : pixels.subarray((y - 1) * width, y * width);
    const row = raw.subarray(y * (width + 1), (y + 1) * (width + 1));
    if (!unfilterRow(row, above, pixels.subarray(y * width, (y + 1) * width)))
      from.refuse(`row ${y} has filter ${row[0]}, which there is not`);
  }
  return { image: { width, height, pixels }, ...(ppi === undefined ? {} : { ppi }) };
};
