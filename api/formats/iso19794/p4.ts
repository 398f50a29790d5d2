/** Finger image record, ISO/IEC 19794-4:2005, as DG3 carries it: one image a record, big-endian. */
import { Bug } from "../../base/faults.ts";
import { ascii, fixed, oneOf, record, u16be, u32be, u48be, u8 } from "../../bytes/record.ts";
import { concat, join, piece } from "../../bytes/pieces.ts";
import { Reader } from "../../bytes/reader.ts";
import { Writer } from "../../bytes/writer.ts";
import {
  FINGER_POSITIONS,
  IMPRESSION_TYPES,
  type FingerPosition,
  type ImpressionType,
} from "../../words/characteristic.ts";
import type { PixelsPerInch } from "../../words/units.ts";

const HEADER = 32;
const VIEW_HEADER = 14;

/** Table 4; a finger's print is compressed with WSQ or not at all, other codes appear in foreign records. */
export const FINGER_COMPRESSIONS = {
  "application/octet-stream": 0,
  "packed-bits": 1,
  "image/x-wsq": 2,
  "image/jpeg": 3,
  "image/jp2": 4,
  "image/png": 5,
} as const;

/** Clause 7.1. */
const generalHeader = record("finger image general header", {
  formatIdentifier: fixed(ascii(4), "FIR"),
  versionNumber: fixed(ascii(4), "010"),
  recordLength: u48be,
  captureDeviceId: u16be,
  imageAcquisitionLevel: u16be,
  numberOfFingers: u8,
  scaleUnits: fixed(u8, 1),
  scanResolutionX: u16be,
  scanResolutionY: u16be,
  imageResolutionX: u16be,
  imageResolutionY: u16be,
  pixelDepth: u8,
  compression: oneOf(u8, FINGER_COMPRESSIONS),
  reserved: fixed(u16be, 0),
});

/** Clause 7.2. */
const viewHeader = record("finger image view header", {
  lengthOfBlock: u32be,
  position: oneOf(u8, { unknown: 0, ...FINGER_POSITIONS }),
  countOfViews: u8,
  viewNumber: u8,
  quality: u8,
  impressionType: oneOf(u8, IMPRESSION_TYPES),
  width: u16be,
  height: u16be,
  reserved: fixed(u8, 0),
});

export interface FingerRecord {
  readonly position: FingerPosition | "unknown";
  readonly impression: ImpressionType;
  /** 0..100; 254: not reported. */
  readonly quality: number;
  readonly ppi: PixelsPerInch;
  readonly compression: keyof typeof FINGER_COMPRESSIONS;
  readonly width: number;
  readonly height: number;
  readonly image: Uint8Array;
}

/** Table 1: the highest setting level whose resolution the device reaches, with the table's 1 % tolerance. */
export const acquisitionLevel = (ppi: PixelsPerInch): number =>
  (
    [
      [990, 41],
      [742.5, 35],
      [495, 31],
      [247.5, 20],
    ] as const
  ).find(([least]) => ppi >= least)?.[1] ?? 10;

export const writeFingerRecord = (finger: FingerRecord): Uint8Array => {
  const lengthOfBlock = VIEW_HEADER + finger.image.length;
  const to = new Writer();
  generalHeader.write(to, {
    formatIdentifier: "FIR",
    versionNumber: "010",
    recordLength: HEADER + lengthOfBlock,
    captureDeviceId: 0,
    imageAcquisitionLevel: acquisitionLevel(finger.ppi),
    numberOfFingers: 1,
    scaleUnits: 1,
    scanResolutionX: finger.ppi,
    scanResolutionY: finger.ppi,
    imageResolutionX: finger.ppi,
    imageResolutionY: finger.ppi,
    pixelDepth: 8,
    compression: finger.compression,
    reserved: 0,
  });
  viewHeader.write(to, {
    lengthOfBlock,
    position: finger.position,
    countOfViews: 1,
    viewNumber: 1,
    quality: finger.quality,
    impressionType: finger.impression,
    width: finger.width,
    height: finger.height,
    reserved: 0,
  });
  // The picture is copied once, not grown into.
  const whole = join(concat([piece(to.done()), piece(finger.image)]));
  if (whole.length !== HEADER + lengthOfBlock) throw new Bug("finger record: the lengths do not add up");
  return whole;
};

/** @throws OutsideFault input-malformed */
export const readFingerRecord = (bytes: Uint8Array, label = "finger record"): FingerRecord => {
  const from = new Reader(bytes, label);
  const header = generalHeader.read(from);
  if (header.recordLength !== bytes.length)
    from.refuse(`record length ${header.recordLength}, but ${bytes.length} bytes (19794-4 7.1.3)`, 8);
  if (header.numberOfFingers !== 1)
    from.refuse(`${header.numberOfFingers} images where exactly one is due (Doc 9303-10 4.7.3.2)`, 18);
  if (header.imageResolutionX !== header.imageResolutionY)
    from.refuse("unequal resolutions along x and y are not supported", 24);
  if (header.pixelDepth !== 8) from.refuse(`pixel depth ${header.pixelDepth} where 8 is due`, 28);
  const at = from.at;
  const view = viewHeader.read(from);
  if (view.lengthOfBlock !== bytes.length - HEADER)
    from.refuse(`block length ${view.lengthOfBlock} does not fit the record (19794-4 7.2.1)`, at);
  if (view.countOfViews !== 1 || view.viewNumber !== 1)
    from.refuse("more than one view of the finger", at + 5);
  const image = from.take(from.left);
  if (header.compression === "application/octet-stream" && image.length !== view.width * view.height)
    from.refuse(`${image.length} pixels where ${view.width}x${view.height} are due`, at + VIEW_HEADER);
  return {
    position: view.position,
    impression: view.impressionType,
    quality: view.quality,
    ppi: header.imageResolutionX,
    compression: header.compression,
    width: view.width,
    height: view.height,
    image,
  };
};
