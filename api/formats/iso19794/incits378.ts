/** Finger minutiae record, ANSI INCITS 378-2004 (clause 6), big-endian: for backends that ask for it; passports never do. */
import { ascii, fixed, record, u16be, u32be, u8 } from "../../bytes/record.ts";
import { Reader } from "../../bytes/reader.ts";
import { Writer } from "../../bytes/writer.ts";
import type { FingerTemplate } from "../../words/finger.ts";
import { perCm, perInch, readView, viewLength, writeView } from "./minutiae-view.ts";

const SHORT_HEADER = 26;
/** A unit of the angle field, degrees (clause 6.5.2.4): 0 .. 179 of them. */
const ANGLE_UNIT = 2;
/** A record of this size and more states its length in four bytes more (clause 6.4.3). */
const LONG_RECORD = 0x10000;

const identity = record("INCITS 378 format identifier", {
  formatIdentifier: fixed(ascii(4), "FMR"),
  versionNumber: fixed(ascii(4), " 20"),
});

/** Clauses 6.4.4 to 6.4.12, behind the length. */
const rest = record("INCITS 378 record header", {
  productOwner: u16be,
  productType: u16be,
  captureEquipment: u16be,
  sizeX: u16be,
  sizeY: u16be,
  resolutionX: u16be,
  resolutionY: u16be,
  numberOfViews: u8,
  reserved: fixed(u8, 0),
});

/** One finger view in one record. The product identifier is 0: not registered. */
export const writeIncits378 = (template: FingerTemplate): Uint8Array => {
  const to = new Writer();
  identity.write(to, { formatIdentifier: "FMR", versionNumber: " 20" });
  // 255 minutiae at most: the short form of the length always suffices.
  u16be.write(to, SHORT_HEADER + viewLength(template));
  rest.write(to, {
    productOwner: 0,
    productType: 0,
    captureEquipment: 0,
    sizeX: template.width,
    sizeY: template.height,
    resolutionX: perCm(template.ppi),
    resolutionY: perCm(template.ppi),
    numberOfViews: 1,
    reserved: 0,
  });
  writeView(to, template, ANGLE_UNIT);
  return to.done();
};

const readLength = (from: Reader): number => {
  const short = u16be.read(from);
  if (short !== 0) return short;
  const at = from.at;
  const long = u32be.read(from);
  if (long < LONG_RECORD) from.refuse("a short length in the long form (INCITS 378 6.4.3)", at);
  return long;
};

/** Every finger view; at least one. @throws OutsideFault input-malformed */
export const readIncits378 = (bytes: Uint8Array, label = "INCITS 378 record"): readonly FingerTemplate[] => {
  const from = new Reader(bytes, label);
  identity.read(from);
  const length = readLength(from);
  if (length !== bytes.length)
    from.refuse(`record length ${length}, but ${bytes.length} bytes (INCITS 378 6.4.3)`, 8);
  const at = from.at;
  const head = rest.read(from);
  if (head.resolutionX !== head.resolutionY || head.resolutionX === 0)
    from.refuse("resolutions along x and y must be equal and above 0", at + 10);
  if (head.numberOfViews === 0) from.refuse("no finger view", at + 14);
  const frame = { width: head.sizeX, height: head.sizeY, ppi: perInch(head.resolutionX) };
  const views = Array.from({ length: head.numberOfViews }, () => readView(from, frame, ANGLE_UNIT));
  from.finish();
  return views;
};
