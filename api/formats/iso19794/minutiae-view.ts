/**
 * Finger views of minutiae records: ISO/IEC 19794-2:2005 (clause 7.4) and ANSI INCITS 378-2004 (clause 6.5) have the
 * same bytes and differ in the unit of the angle. Big-endian.
 */
import { Bug } from "../../base/faults.ts";
import type { Reader } from "../../bytes/reader.ts";
import { oneOf, record, u16be, u8 } from "../../bytes/record.ts";
import type { Writer } from "../../bytes/writer.ts";
import { FINGER_POSITIONS, IMPRESSION_TYPES } from "../../words/characteristic.ts";
import type { FingerTemplate, Minutia } from "../../words/finger.ts";
import type { Degrees, PixelsPerInch } from "../../words/units.ts";

const CM_PER_INCH = 2.54;
/** One byte counts the minutiae of a view. */
export const MAX_MINUTIAE = 255;
/** Coordinates have 14 bits. */
const MAX_COORDINATE = 0x3fff;
const FULL_CIRCLE = 360;

/** View number in the upper four bits, impression type in the lower. */
const viewHeader = record("minutiae view header", {
  position: oneOf(u8, { unknown: 0, ...FINGER_POSITIONS }),
  viewAndImpression: u8,
  quality: u8,
  numberOfMinutiae: u8,
});

/** Two bits of type, 14 of x; two reserved bits, 14 of y. */
const minutiaRecord = record("minutia", { typeAndX: u16be, y: u16be, angle: u8, quality: u8 });

const KINDS = ["other", "ending", "bifurcation"] as const;

/** Whole pixels per centimetre, as both records state their resolution (500 ppi: 197). */
export const perCm = (ppi: PixelsPerInch): number => Math.round(ppi / CM_PER_INCH);
export const perInch = (pixelsPerCm: number): PixelsPerInch => Math.round(pixelsPerCm * CM_PER_INCH);

/** The best 255 in the template's own order, when there are more. */
const strongest = (minutiae: readonly Minutia[]): readonly Minutia[] => {
  if (minutiae.length <= MAX_MINUTIAE) return minutiae;
  const kept = new Set([...minutiae].sort((a, b) => b.quality - a.quality).slice(0, MAX_MINUTIAE));
  return minutiae.filter((minutia) => kept.has(minutia));
};

const writeMinutia = (to: Writer, { kind, x, y, angle, quality }: Minutia, unit: Degrees): void => {
  const column = Math.round(x);
  const row = Math.round(y);
  if (column < 0 || row < 0 || column > MAX_COORDINATE || row > MAX_COORDINATE)
    throw new Bug(`minutia at ${column}, ${row} does not fit 14 bits`);
  minutiaRecord.write(to, {
    typeAndX: KINDS.indexOf(kind) * 0x4000 + column,
    y: row,
    angle: Math.round(angle / unit) % (FULL_CIRCLE / unit),
    quality: Math.round(quality),
  });
};

/** Header, minutiae and an empty extended-data block. `unit`: degrees of one step of the angle field. */
export const writeView = (to: Writer, template: FingerTemplate, unit: Degrees): void => {
  const minutiae = strongest(template.minutiae);
  viewHeader.write(to, {
    position: template.position,
    viewAndImpression: IMPRESSION_TYPES[template.impression],
    quality: Math.round(template.quality),
    numberOfMinutiae: minutiae.length,
  });
  for (const minutia of minutiae) writeMinutia(to, minutia, unit);
  to.unsigned(0, 2, "big");
};

/** Bytes of a view that writeView writes. */
export const viewLength = (template: FingerTemplate): number =>
  4 + 6 * Math.min(template.minutiae.length, MAX_MINUTIAE) + 2;

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly ppi: PixelsPerInch;
}

const readMinutia = (from: Reader, { width, height }: Frame, unit: Degrees): Minutia => {
  const at = from.at;
  const { typeAndX, y, angle, quality } = minutiaRecord.read(from);
  const kind = KINDS[typeAndX >> 14] ?? from.refuse("minutia type 3 is not defined (19794-2 7.4.2.1)", at);
  const x = typeAndX & MAX_COORDINATE;
  const row = y & MAX_COORDINATE;
  if (x >= width || row >= height) from.refuse(`minutia at ${x}, ${row} lies outside ${width}x${height}`, at);
  if (angle * unit >= FULL_CIRCLE) from.refuse(`angle ${angle} is beyond a full circle`, at + 4);
  if (quality > 100) from.refuse(`minutia quality ${quality} where at most 100 is allowed`, at + 5);
  return { kind, x, y: row, angle: angle * unit, quality };
};

/** Vendors' extended data are passed over. */
export const readView = (from: Reader, frame: Frame, unit: Degrees): FingerTemplate => {
  const at = from.at;
  const view = viewHeader.read(from);
  const code = view.viewAndImpression & 0x0f;
  const impression = (Object.keys(IMPRESSION_TYPES) as (keyof typeof IMPRESSION_TYPES)[]).find(
    (name) => IMPRESSION_TYPES[name] === code,
  );
  if (view.quality > 100) from.refuse(`finger quality ${view.quality} where at most 100 is allowed`, at + 2);
  const minutiae = Array.from({ length: view.numberOfMinutiae }, () => readMinutia(from, frame, unit));
  from.skip(from.unsigned(2, "big"));
  return {
    position: view.position,
    impression:
      impression ?? from.refuse(`impression type ${code} is not defined (19794-2 table 3, 0 to 9)`, at + 1),
    ...frame,
    quality: view.quality,
    minutiae,
  };
};
