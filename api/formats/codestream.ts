/** What an encoded picture says of itself, so that a record never says otherwise (issue 7, point 5). */
import { Reader } from "../bytes/reader.ts";
import type { EncodedImage } from "../words/enrolment.ts";

export interface Codestream {
  readonly mediaType: Exclude<EncodedImage["mediaType"], "application/octet-stream">;
  readonly width: number;
  readonly height: number;
  /** 1: grey; 3: colour. */
  readonly components: number;
  /** JPEG 2000 only: the reversible 5-3 wavelet was used (15444-1 table A.20). */
  readonly reversible?: boolean;
}

/** ISO/IEC 10918-1 table B.1: frame headers, all but the arithmetic and table markers between them. */
const isJpegFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const jpeg = (from: Reader): Codestream => {
  from.skip(2);
  for (;;) {
    if (from.u8() !== 0xff) from.refuse("no JPEG marker where one is due (10918-1 B.1.1.2)");
    let marker = from.u8();
    while (marker === 0xff) marker = from.u8();
    if (marker === 0xd9 || marker === 0xda) from.refuse("JPEG without a frame header (10918-1 B.2.2)");
    const length = from.unsigned(2, "big");
    if (length < 2) from.refuse("JPEG segment shorter than its own length");
    const segment = from.sub(length - 2);
    if (!isJpegFrame(marker)) continue;
    segment.skip(1);
    const height = segment.unsigned(2, "big");
    return { mediaType: "image/jpeg", height, width: segment.unsigned(2, "big"), components: segment.u8() };
  }
};

const COD = 0xff52;
const SOT = 0xff90;

/** ISO/IEC 15444-1 annex A.6.1: the coding style segment of the main header names the wavelet. */
const isReversible = (from: Reader): boolean => {
  for (;;) {
    const marker = from.unsigned(2, "big");
    if (marker === SOT) from.refuse("JPEG 2000 without a coding style (15444-1 A.6.1)");
    const length = from.unsigned(2, "big");
    if (marker >> 8 !== 0xff || length < 2) from.refuse("no JPEG 2000 marker where one is due (15444-1 A.1)");
    const segment = from.sub(length - 2);
    if (marker !== COD) continue;
    segment.skip(9);
    return segment.u8() === 1;
  }
};

/** ISO/IEC 15444-1 annex A.5.1: the SIZ segment follows SOC at once. */
const jpeg2000 = (from: Reader): Codestream => {
  if (from.unsigned(4, "big") !== 0xff4fff51) from.refuse("no JPEG 2000 codestream (15444-1 A.5.1)");
  const sizLength = from.unsigned(2, "big");
  from.skip(2);
  const [right, bottom, left, top] = Array.from({ length: 4 }, () => from.unsigned(4, "big"));
  from.skip(16);
  const components = from.unsigned(2, "big");
  if (sizLength !== 38 + 3 * components) from.refuse("SIZ segment of a wrong length (15444-1 A.5.1)");
  from.skip(3 * components);
  const [width, height] = [(right ?? 0) - (left ?? 0), (bottom ?? 0) - (top ?? 0)];
  return { mediaType: "image/jp2", width, height, components, reversible: isReversible(from) };
};

const JP2C = 0x6a703263;

/** ISO/IEC 15444-1 annex I: boxes up to the contiguous codestream. */
const jp2 = (from: Reader): Codestream => {
  while (from.left > 0) {
    const length = from.unsigned(4, "big");
    const type = from.unsigned(4, "big");
    const inside = length === 0 ? from.left : length === 1 ? Number(from.unsigned64("big")) - 16 : length - 8;
    const box = from.sub(inside);
    if (type === JP2C) return jpeg2000(box);
  }
  return from.refuse("JP2 without a codestream box (15444-1 I.5.4)");
};

/** PNG 3rd edition, 11.2.1: IHDR is the first chunk; colour types 0 grey, 2 colour, 3 palette, 4 and 6 with alpha. */
const png = (from: Reader): Codestream => {
  from.skip(16);
  const width = from.unsigned(4, "big");
  const height = from.unsigned(4, "big");
  from.skip(1);
  const colourType = from.u8();
  return { mediaType: "image/png", width, height, components: colourType === 0 || colourType === 4 ? 1 : 3 };
};

/** WSQ grey-scale fingerprint image compression specification: segments FFxx until the frame header (FFA2). */
const wsq = (from: Reader): Codestream => {
  from.skip(2);
  for (;;) {
    const marker = from.unsigned(2, "big");
    const length = from.unsigned(2, "big");
    if (marker >> 8 !== 0xff || marker === 0xffa3 || marker === 0xffa1 || length < 2)
      from.refuse("WSQ without a frame header");
    const segment = from.sub(length - 2);
    if (marker !== 0xffa2) continue;
    segment.skip(2);
    const height = segment.unsigned(2, "big");
    return { mediaType: "image/x-wsq", height, width: segment.unsigned(2, "big"), components: 1 };
  }
};

const starts = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  magic.every((byte, i) => bytes[i] === byte);

/** @throws OutsideFault input-malformed when it is none of JPEG, JP2, JPEG 2000, PNG, WSQ, or damaged. */
export const readCodestream = (bytes: Uint8Array, label: string): Codestream => {
  const from = new Reader(bytes, label);
  if (starts(bytes, 0xff, 0xd8, 0xff)) return jpeg(from);
  if (starts(bytes, 0xff, 0x4f, 0xff, 0x51)) return jpeg2000(from);
  if (starts(bytes, 0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a)) return jp2(from);
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return png(from);
  if (starts(bytes, 0xff, 0xa0)) return wsq(from);
  return from.refuse("none of JPEG, JPEG 2000, PNG and WSQ");
};

/** The codestream's own words, once they are found to agree with the record's. */
export const checkedCodestream = (image: EncodedImage, label: string): Codestream => {
  const found = readCodestream(image.bytes, label);
  if (found.mediaType !== image.mediaType || found.width !== image.width || found.height !== image.height)
    new Reader(image.bytes, label).refuse(
      `the record says ${image.mediaType} ${image.width}x${image.height}, the picture is ${found.mediaType} ${found.width}x${found.height}`,
    );
  return found;
};
