/**
 * Face and finger image records of ISO/IEC 19794-5:2011 and 19794-4:2011, big-endian: not for passports, whose chips
 * carry the editions of 2005, but for backends of MOSIP's kind, which accept no other.
 */
import { Bug } from "../../base/faults.ts";
import { concat, join, piece } from "../../bytes/pieces.ts";
import { Reader } from "../../bytes/reader.ts";
import {
  ascii,
  fixed,
  oneOf,
  record,
  u16be,
  u24be,
  u32be,
  u8,
  type RecordCodec,
} from "../../bytes/record.ts";
import { Writer } from "../../bytes/writer.ts";
import {
  FINGER_POSITIONS,
  IMPRESSION_TYPES,
  type FingerPosition,
  type ImpressionType,
} from "../../words/characteristic.ts";
import type { Milliseconds, PixelsPerInch } from "../../words/units.ts";
import { GENDERS } from "./p5.ts";

export const FINGER_CODES = {
  none: 0,
  packed: 1,
  wsq: 2,
  jpeg: 3,
  "jp2-lossy": 4,
  "jp2-lossless": 5,
  png: 6,
} as const;
/** The edition of 2011 gave 9 to a roll from tip to joint, and contactless prints a code of their own. */
const IMPRESSIONS_2011 = { ...IMPRESSION_TYPES, contactless: 24 } as const;
export const FACE_CODES = { jpeg: 0, "jp2-lossy": 1, "jp2-lossless": 2, png: 3 } as const;

/** 19794-1:2011: UTC; 5.3.5 of part 4, 5.5.2 of part 5. */
const captured = {
  year: u16be,
  month: u8,
  day: u8,
  hour: u8,
  minute: u8,
  second: u8,
  millisecond: u16be,
};

const timeOf = (moment: Milliseconds) => {
  const date = new Date(moment);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    millisecond: date.getUTCMilliseconds(),
  };
};

const momentOf = (time: ReturnType<typeof timeOf>): Milliseconds =>
  Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute, time.second, time.millisecond);

/** Technology, vendor and type of the device: unspecified; one quality block. */
const source = {
  deviceTechnology: u8,
  deviceVendor: u16be,
  deviceType: u16be,
  qualityBlocks: fixed(u8, 1),
  qualityScore: u8,
  qualityVendor: u16be,
  qualityAlgorithm: u16be,
};

const UNSPECIFIED = {
  deviceTechnology: 0,
  deviceVendor: 0,
  deviceType: 0,
  qualityBlocks: 1,
  qualityVendor: 0,
  qualityAlgorithm: 0,
};
/** 0..100; 255: an attempt to assess failed. */
export const NOT_ASSESSED = 255;

const fingerHeader = record("finger record header, 2011", {
  formatIdentifier: fixed(ascii(4), "FIR"),
  versionNumber: fixed(ascii(4), "020"),
  recordLength: u32be,
  representations: fixed(u16be, 1),
  certificationFlag: fixed(u8, 0),
  fingers: fixed(u8, 1),
});

const fingerRepresentation = record("finger representation, 2011", {
  representationLength: u32be,
  ...captured,
  ...source,
  position: oneOf(u8, { unknown: 0, ...FINGER_POSITIONS }),
  representationNumber: fixed(u8, 0),
  scaleUnits: fixed(u8, 1),
  scanResolutionX: u16be,
  scanResolutionY: u16be,
  imageResolutionX: u16be,
  imageResolutionY: u16be,
  bitDepth: fixed(u8, 8),
  compression: oneOf(u8, FINGER_CODES),
  impression: oneOf(u8, IMPRESSIONS_2011),
  width: u16be,
  height: u16be,
  imageLength: u32be,
});

const faceHeader = record("face record header, 2011", {
  formatIdentifier: fixed(ascii(4), "FAC"),
  versionNumber: fixed(ascii(4), "030"),
  recordLength: u32be,
  representations: fixed(u16be, 1),
  certificationFlag: fixed(u8, 0),
  temporalSemantics: fixed(u16be, 0),
});

const faceRepresentation = record("face representation, 2011", {
  representationLength: u32be,
  ...captured,
  ...source,
  landmarks: fixed(u16be, 0),
  gender: oneOf(u8, GENDERS),
  eyeColour: u8,
  hairColour: u8,
  subjectHeight: u8,
  properties: u24be,
  expression: u16be,
  pose: u24be,
  poseUncertainty: u24be,
  imageType: fixed(u8, 1),
  imageDataType: oneOf(u8, FACE_CODES),
  width: u16be,
  height: u16be,
  samplingRateLevel: fixed(u8, 0),
  postProcessing: u16be,
  crossReference: fixed(u8, 0),
  colourSpace: fixed(u8, 1),
  imageLength: u32be,
});

interface Framed {
  readonly recordLength: number;
}
interface Represented {
  readonly representationLength: number;
  readonly imageLength: number;
}

const sizeOf = <T>(codec: RecordCodec<T>, sample: T): number => codec.encode(sample).length;

/** Header and representation with their lengths filled in, then the picture. */
const assemble = <H extends Framed, R extends Represented>(
  header: RecordCodec<H>,
  representation: RecordCodec<R>,
  head: Omit<H, "recordLength">,
  body: Omit<R, "representationLength" | "imageLength">,
  image: Uint8Array,
): Uint8Array => {
  const draftBody = { ...body, representationLength: 0, imageLength: 0 } as unknown as R;
  const draftHead = { ...head, recordLength: 0 } as unknown as H;
  const representationLength = sizeOf(representation, draftBody) + image.length;
  const recordLength = sizeOf(header, draftHead) + representationLength;
  const to = new Writer();
  header.write(to, { ...draftHead, recordLength });
  representation.write(to, { ...draftBody, representationLength, imageLength: image.length });
  const whole = join(concat([piece(to.done()), piece(image)]));
  if (whole.length !== recordLength) throw new Bug("record of 2011: the lengths do not add up");
  return whole;
};

const takeApart = <H extends Framed, R extends Represented>(
  header: RecordCodec<H>,
  representation: RecordCodec<R>,
  bytes: Uint8Array,
  label: string,
): { readonly body: R; readonly image: Uint8Array } => {
  const from = new Reader(bytes, label);
  const head = header.read(from);
  if (head.recordLength !== bytes.length)
    from.refuse(`record length ${head.recordLength}, but ${bytes.length} bytes (19794:2011 5.3)`, 8);
  const at = from.at;
  const body = representation.read(from);
  if (body.representationLength !== bytes.length - at || body.imageLength !== from.left)
    from.refuse("lengths of representation or picture do not fit the record (19794:2011 5.4)", at);
  return { body, image: from.take(from.left) };
};

export interface Finger2011 {
  readonly position: FingerPosition | "unknown";
  readonly impression: ImpressionType;
  /** 0..100 or NOT_ASSESSED. */
  readonly quality: number;
  readonly ppi: PixelsPerInch;
  readonly compression: keyof typeof FINGER_CODES;
  readonly width: number;
  readonly height: number;
  readonly capturedAt: Milliseconds;
  readonly image: Uint8Array;
}

export const writeFinger2011 = (finger: Finger2011): Uint8Array =>
  assemble(
    fingerHeader,
    fingerRepresentation,
    { formatIdentifier: "FIR", versionNumber: "020", representations: 1, certificationFlag: 0, fingers: 1 },
    {
      ...timeOf(finger.capturedAt),
      ...UNSPECIFIED,
      qualityScore: finger.quality,
      position: finger.position,
      representationNumber: 0,
      scaleUnits: 1,
      scanResolutionX: finger.ppi,
      scanResolutionY: finger.ppi,
      imageResolutionX: finger.ppi,
      imageResolutionY: finger.ppi,
      bitDepth: 8,
      compression: finger.compression,
      impression: finger.impression,
      width: finger.width,
      height: finger.height,
    },
    finger.image,
  );

/** @throws OutsideFault input-malformed */
export const readFinger2011 = (bytes: Uint8Array, label = "finger record, 2011"): Finger2011 => {
  const { body, image } = takeApart(fingerHeader, fingerRepresentation, bytes, label);
  const { position, impression, qualityScore: quality, compression, width, height } = body;
  const capturedAt = momentOf(body);
  return {
    position,
    impression,
    quality,
    ppi: body.imageResolutionX,
    compression,
    width,
    height,
    capturedAt,
    image,
  };
};

export interface Face2011 {
  readonly gender: keyof typeof GENDERS;
  readonly quality: number;
  readonly mediaType: keyof typeof FACE_CODES;
  readonly width: number;
  readonly height: number;
  readonly capturedAt: Milliseconds;
  readonly image: Uint8Array;
}

export const writeFace2011 = (face: Face2011): Uint8Array =>
  assemble(
    faceHeader,
    faceRepresentation,
    {
      formatIdentifier: "FAC",
      versionNumber: "030",
      representations: 1,
      certificationFlag: 0,
      temporalSemantics: 0,
    },
    {
      ...timeOf(face.capturedAt),
      ...UNSPECIFIED,
      qualityScore: face.quality,
      landmarks: 0,
      gender: face.gender,
      eyeColour: 0,
      hairColour: 0,
      subjectHeight: 0,
      properties: 0,
      expression: 0,
      pose: 0,
      poseUncertainty: 0,
      imageType: 1,
      imageDataType: face.mediaType,
      width: face.width,
      height: face.height,
      samplingRateLevel: 0,
      postProcessing: 0,
      crossReference: 0,
      colourSpace: 1,
    },
    face.image,
  );

/** @throws OutsideFault input-malformed */
export const readFace2011 = (bytes: Uint8Array, label = "face record, 2011"): Face2011 => {
  const { body, image } = takeApart(faceHeader, faceRepresentation, bytes, label);
  const { gender, qualityScore: quality, imageDataType: mediaType, width, height } = body;
  return { gender, quality, mediaType, width, height, capturedAt: momentOf(body), image };
};
