/** Finger minutiae record, ISO/IEC 19794-2:2005 (record format, clause 7), big-endian. */
import { Bug } from "../../base/faults.ts";
import { ascii, fixed, oneOf, record, u16be, u32be, u8 } from "../../bytes/record.ts";
import { Reader } from "../../bytes/reader.ts";
import { Writer } from "../../bytes/writer.ts";
import { FINGER_POSITIONS, IMPRESSION_TYPES } from "../../words/characteristic.ts";
import type { FingerTemplate, Minutia } from "../../words/finger.ts";

const CM_PER_INCH = 2.54;
/** One byte counts the minutiae of a view. */
export const MAX_MINUTIAE = 255;
/** Coordinates have 14 bits. */
const MAX_COORDINATE = 0x3fff;
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

const IMPRESSIONS = { ...IMPRESSION_TYPES } as const;

/** Clause 7.4. View number in the upper four bits, impression type in the lower. */
const viewHeader = record("minutiae view header", {
  position: oneOf(u8, { unknown: 0, ...FINGER_POSITIONS }),
  viewAndImpression: u8,
  quality: u8,
  numberOfMinutiae: u8,
});

/** Clause 7.4.2: two bits of type, 14 of x; two reserved bits, 14 of y. */
const minutiaRecord = record("minutia", { typeAndX: u16be, y: u16be, angle: u8, quality: u8 });

const KINDS = ["other", "ending", "bifurcation"] as const;

const perCm = (ppi: number): number => Math.round(ppi / CM_PER_INCH);

/** The best 255 in the template's own order, when there are more. */
const strongest = (minutiae: readonly Minutia[]): readonly Minutia[] => {
  if (minutiae.length <= MAX_MINUTIAE) return minutiae;
  const kept = new Set([...minutiae].sort((a, b) => b.quality - a.quality).slice(0, MAX_MINUTIAE));
  return minutiae.filter((minutia) => kept.has(minutia));
};

const writeMinutia = (to: Writer, { kind, x, y, angle, quality }: Minutia): void => {
  const column = Math.round(x);
  const row = Math.round(y);
  if (column < 0 || row < 0 || column > MAX_COORDINATE || row > MAX_COORDINATE)
    throw new Bug(`minutia at ${column}, ${row} does not fit 14 bits`);
  minutiaRecord.write(to, {
    typeAndX: KINDS.indexOf(kind) * 0x4000 + column,
    y: row,
    angle: Math.round(angle / ANGLE_UNIT) % 256,
    quality: Math.round(quality),
  });
};

/** One finger view in one record. The resolution is whole pixels per centimetre (500 ppi: 197). */
export const writeMinutiaeRecord = (template: FingerTemplate): Uint8Array => {
  const minutiae = strongest(template.minutiae);
  const to = new Writer();
  header.write(to, {
    formatIdentifier: "FMR",
    versionNumber: " 20",
    recordLength: 24 + 4 + 6 * minutiae.length + 2,
    captureEquipment: 0,
    sizeX: template.width,
    sizeY: template.height,
    resolutionX: perCm(template.ppi),
    resolutionY: perCm(template.ppi),
    numberOfViews: 1,
    reserved: 0,
  });
  viewHeader.write(to, {
    position: template.position,
    viewAndImpression: IMPRESSIONS[template.impression],
    quality: Math.round(template.quality),
    numberOfMinutiae: minutiae.length,
  });
  for (const minutia of minutiae) writeMinutia(to, minutia);
  to.unsigned(0, 2, "big");
  return to.done();
};

const readMinutia = (from: Reader, width: number, height: number): Minutia => {
  const at = from.at;
  const { typeAndX, y, angle, quality } = minutiaRecord.read(from);
  const kind = KINDS[typeAndX >> 14] ?? from.refuse("minutia type 3 is not defined (19794-2 7.4.2.1)", at);
  const x = typeAndX & MAX_COORDINATE;
  const row = y & MAX_COORDINATE;
  if (x >= width || row >= height) from.refuse(`minutia at ${x}, ${row} lies outside ${width}x${height}`, at);
  if (quality > 100) from.refuse(`minutia quality ${quality} where at most 100 is allowed`, at + 5);
  return { kind, x, y: row, angle: angle * ANGLE_UNIT, quality };
};

const readView = (from: Reader, frame: { width: number; height: number; ppi: number }): FingerTemplate => {
  const at = from.at;
  const view = viewHeader.read(from);
  const code = view.viewAndImpression & 0x0f;
  const impression = (Object.keys(IMPRESSIONS) as (keyof typeof IMPRESSIONS)[]).find(
    (name) => IMPRESSIONS[name] === code,
  );
  if (view.quality > 100) from.refuse(`finger quality ${view.quality} where at most 100 is allowed`, at + 2);
  const minutiae = Array.from({ length: view.numberOfMinutiae }, () =>
    readMinutia(from, frame.width, frame.height),
  );
  from.skip(from.unsigned(2, "big"));
  return {
    position: view.position,
    impression: impression ?? from.refuse(`impression type ${code} is none of ours`, at + 1),
    ...frame,
    quality: view.quality,
    minutiae,
  };
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
  const frame = { width: head.sizeX, height: head.sizeY, ppi: Math.round(head.resolutionX * CM_PER_INCH) };
  const views = Array.from({ length: head.numberOfViews }, () => readView(from, frame));
  from.finish();
  return views;
};
