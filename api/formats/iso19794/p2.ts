/** Finger minutiae record, ISO/IEC 19794-2:2005 (record format, clause 7), big-endian. */
import { ascii, fixed, record, u16be, u32be, u8 } from "../../bytes/record.ts";
import { Reader } from "../../bytes/reader.ts";
import { Writer } from "../../bytes/writer.ts";
import type { FingerTemplate } from "../../words/finger.ts";
import { perCm, perInch, readView, viewLength, writeView } from "./minutiae-view.ts";

const HEADER = 24;
/** A unit of the angle field, degrees (clause 6.4.3). */
const ANGLE_UNIT = 360 / 256;

/** Clause 7.3. */
const header = record("minutiae record header", {
  formatIdentifier: fixed(ascii(4), "FMR"),
  versionNumber: fixed(ascii(4), " 20"),
  recordLength: u32be,
  captureEquipment: u16be,
  sizeX: u16be,
  sizeY: u16be,
  resolutionX: u16be,
  resolutionY: u16be,
  numberOfViews: u8,
  reserved: fixed(u8, 0),
});

/** One finger view in one record; the best 255 minutiae when there are more. */
export const writeMinutiaeRecord = (template: FingerTemplate): Uint8Array => {
  const to = new Writer();
  header.write(to, {
    formatIdentifier: "FMR",
    versionNumber: " 20",
    recordLength: HEADER + viewLength(template),
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

/** Every finger view; at least one. Vendors' extended data are passed over. @throws OutsideFault input-malformed */
export const readMinutiaeRecord = (
  bytes: Uint8Array,
  label = "minutiae record",
): readonly FingerTemplate[] => {
  const from = new Reader(bytes, label);
  const head = header.read(from);
  if (head.recordLength !== bytes.length)
    from.refuse(`record length ${head.recordLength}, but ${bytes.length} bytes (19794-2 7.3.3)`, 8);
  if (head.resolutionX !== head.resolutionY || head.resolutionX === 0)
    from.refuse("resolutions along x and y must be equal and above 0", 18);
  if (head.numberOfViews === 0) from.refuse("no finger view", 22);
  const frame = { width: head.sizeX, height: head.sizeY, ppi: perInch(head.resolutionX) };
  const views = Array.from({ length: head.numberOfViews }, () => readView(from, frame, ANGLE_UNIT));
  from.finish();
  return views;
};
