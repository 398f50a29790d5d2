/** The JP2 file around a codestream (ISO/IEC 15444-1 annex I): what ICAO samples carry and NIST's readers demand. */
import { OutsideFault } from "../../base/faults.ts";
import { Reader } from "../../bytes/reader.ts";
import { ascii, bytes, fixed, oneOf, record, u16be, u32be, u8 } from "../../bytes/record.ts";
import { Writer } from "../../bytes/writer.ts";

/** I.5.1: the signature box's content. */
const SIGNATURE = 0x0d_0a_87_0a;
/** A stranger's header may not make us allocate more than this. */
const MAX_PIXELS = 16_000_000;

/** I.5.2, with one compatible brand. */
const fileType = record("ftyp box", {
  brand: fixed(ascii(4), "jp2 "),
  minorVersion: fixed(u32be, 0),
  compatible: fixed(ascii(4), "jp2 "),
});

/** I.5.3.1. */
const imageHeader = record("ihdr box", {
  height: u32be,
  width: u32be,
  components: u16be,
  /** Depth less one; bit 7: signed. */
  bitsPerComponent: u8,
  compression: fixed(u8, 7),
  colourSpaceUnknown: u8,
  intellectualProperty: u8,
});

/** I.5.3.3, method 1: enumerated colour space. */
const COLOUR_SPACES = { srgb: 16, grey: 17 } as const;
const colour = record("colr box", {
  method: fixed(u8, 1),
  precedence: u8,
  approximation: u8,
  space: oneOf(u32be, COLOUR_SPACES),
});

/** Annex A.4.1 and A.5.1: the start of every codestream. */
const codestreamStart = record("SOC and SIZ marker segments", {
  soc: fixed(u16be, 0xff4f),
  siz: fixed(u16be, 0xff51),
  length: u16be,
  capabilities: bytes(2),
  right: u32be,
  bottom: u32be,
  left: u32be,
  top: u32be,
});

export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** Size of the picture as its codestream states it. Throws OutsideFault input-malformed or input-too-large. */
export const codestreamSize = (codestream: Uint8Array, label: string): Dimensions => {
  const start = codestreamStart.read(new Reader(codestream, label));
  const width = start.right - start.left;
  const height = start.bottom - start.top;
  if (width <= 0 || height <= 0)
    throw new OutsideFault("input-malformed", `${label} states a picture of ${width} x ${height} pixels.`);
  if (width * height > MAX_PIXELS)
    throw new OutsideFault("input-too-large", `${label} states ${width} x ${height} pixels.`);
  return { width, height };
};

const box = (type: string, content: Uint8Array): Uint8Array => {
  const to = new Writer();
  to.unsigned(content.length + 8, 4, "big");
  ascii(4).write(to, type);
  return to.put(content).done();
};

const join = (...parts: readonly Uint8Array[]): Uint8Array => {
  const to = new Writer();
  for (const part of parts) to.put(part);
  return to.done();
};

/** Bytes that `wrapCodestream` adds: signature 12, file type 20, header 8 + 22 + 15, codestream box 8. */
export const BOX_OVERHEAD = 85;

/** A JP2 file; sRGB for three components, greyscale for one. */
export const wrapCodestream = (
  codestream: Uint8Array,
  { width, height, components }: Dimensions & { readonly components: 1 | 3 },
): Uint8Array => {
  const header = join(
    box(
      "ihdr",
      imageHeader.encode({
        height,
        width,
        components,
        bitsPerComponent: 7,
        compression: 7,
        colourSpaceUnknown: 0,
        intellectualProperty: 0,
      }),
    ),
    box(
      "colr",
      colour.encode({
        method: 1,
        precedence: 0,
        approximation: 0,
        space: components === 3 ? "srgb" : "grey",
      }),
    ),
  );
  const signature = new Writer().unsigned(SIGNATURE, 4, "big").done();
  return join(
    box("jP  ", signature),
    box("ftyp", fileType.encode({ brand: "jp2 ", minorVersion: 0, compatible: "jp2 " })),
    box("jp2h", header),
    box("jp2c", codestream),
  );
};

/**
 * The codestream of a JP2 file, or the input itself where it already is one (some issuers store it bare).
 * Other boxes are skipped, as I.3 asks of readers. Throws OutsideFault input-malformed.
 */
export const unwrapCodestream = (file: Uint8Array, label: string): Uint8Array => {
  if (file[0] === 0xff && file[1] === 0x4f) return file;
  const from = new Reader(file, label);
  if (from.unsigned(4, "big") !== 12 || ascii(4).read(from) !== "jP  ")
    from.refuse("no JPEG 2000 signature box", 0);
  if (from.unsigned(4, "big") !== SIGNATURE) from.refuse("the signature box is damaged", 8);
  while (from.left > 0) {
    const start = from.at;
    const stated = from.unsigned(4, "big");
    const type = ascii(4).read(from);
    // I.4: 1 announces an 8-byte length, 0 means "to the end of the file".
    const length =
      stated === 1
        ? Number(from.unsigned64("big")) - 16
        : stated === 0
          ? from.left
          : stated - (from.at - start);
    if (type === "jp2c") return from.take(length);
    from.skip(length);
  }
  return from.refuse("no codestream box");
};
