/** Whether a picture's file has lost detail already: a print is compressed with loss once only, from the original. */
import { readCodestream } from "./codestream.ts";

/** TIFF 6.0 section 22 and its supplements: both JPEG schemes, JPEG 2000, DNG's lossy JPEG, WebP. */
const LOSSY_IN_TIFF: ReadonlySet<number> = new Set([6, 7, 34_712, 34_892, 50_001]);
const COMPRESSION_TAG = 259;

const text = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

/** TIFF 6.0 section 2: the compression of the first directory; BigTIFF (version 43) has the same with longer numbers. */
const isLossyTiff = (bytes: Uint8Array): boolean => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  const big = view.getUint16(2, little) === 43;
  const directory = big ? Number(view.getBigUint64(8, little)) : view.getUint32(4, little);
  const entries = big ? Number(view.getBigUint64(directory, little)) : view.getUint16(directory, little);
  const size = big ? 20 : 12;
  for (let k = 0; k < entries; k += 1) {
    const entry = directory + (big ? 8 : 2) + k * size;
    if (view.getUint16(entry, little) === COMPRESSION_TAG)
      return LOSSY_IN_TIFF.has(view.getUint16(entry + size - (big ? 8 : 4), little));
  }
  return false;
};

/** RFC 9649, 2.3 to 2.7: a "VP8 " chunk is lossy, "VP8L" is not. */
const isLossyWebp = (bytes: Uint8Array): boolean => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 12; at + 8 <= bytes.length;) {
    if (text(bytes, at, 4) === "VP8 ") return true;
    const size = view.getUint32(at + 4, true);
    at += 8 + size + (size % 2);
  }
  return false;
};

const isLossyJpeg2000 = (bytes: Uint8Array): boolean => readCodestream(bytes, "").reversible === false;

/** Names as a sentence has them, first bytes (ISO 8859-1), and what else must hold. */
const KINDS: readonly (readonly [string, RegExp, ((bytes: Uint8Array) => boolean)?])[] = [
  ["WSQ", /^\u00FF\u00A0/u],
  ["JPEG", /^\u00FF\u00D8\u00FF/u],
  ["lossy JPEG 2000", /^(?:\u00FFO\u00FFQ|\0\0\0\fjP {2})/u, isLossyJpeg2000],
  ["TIFF with a lossy compression", /^(?:II[*+]\0|MM\0[*+])/u, isLossyTiff],
  ["lossy WebP", /^RIFF[^]{4}WEBP/u, isLossyWebp],
  // Its codecs can be lossless, but only their whole bit stream tells.
  ["HEIF or AVIF", /^[^]{4}ftyp/u],
];

/**
 * The lossy coding that a file is in, by its content; undefined for a lossless one, and for what is damaged beyond
 * telling, which its decoder will refuse.
 */
export const lossyCodingOf = (bytes: Uint8Array): string | undefined => {
  const start = text(bytes, 0, 12);
  const [name, , holds] = KINDS.find(([, first]) => first.test(start)) ?? [];
  try {
    return holds === undefined || holds(bytes) ? name : undefined;
  } catch {
    return undefined;
  }
};
