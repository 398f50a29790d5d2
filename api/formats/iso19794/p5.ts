/** Face image record, ISO/IEC 19794-5:2005, as DG2 carries it: one full frontal image, big-endian. */
import { ascii, fixed, oneOf, record, u16be, u24be, u32be, u8 } from "../../bytes/record.ts";
import { concat, join, piece } from "../../bytes/pieces.ts";
import { Reader } from "../../bytes/reader.ts";
import { Writer } from "../../bytes/writer.ts";
import { Bug } from "../../base/faults.ts";

const HEADER = 14;
const FACE_HEADER = 20;
const POINT = 8;
const IMAGE_HEADER = 12;

export const GENDERS = { unspecified: 0, male: 1, female: 2, unknown: 255 } as const;
export const FACE_IMAGE_TYPES = { basic: 0, "full-frontal": 1, token: 2 } as const;
export const FACE_DATA_TYPES = { "image/jpeg": 0, "image/jp2": 1 } as const;
export const FACE_COLOURS = { unspecified: 0, rgb24: 1, yuv422: 2, grey8: 3, other: 4 } as const;
export const FACE_SOURCES = {
  unspecified: 0,
  "static-photograph": 1,
  "digital-still-camera": 2,
  scanner: 3,
  "analogue-video-frame": 4,
  unknown: 5,
  "digital-video-frame": 6,
} as const;

/** Feature points of ISO/IEC 14496-2 group 12; left and right are the subject's. */
export const FEATURE_POINTS = { "left-eye-centre": 0xc1, "right-eye-centre": 0xc2 } as const;

/** Clause 5.4. */
const facialHeader = record("facial record header", {
  formatIdentifier: fixed(ascii(4), "FAC"),
  versionNumber: fixed(ascii(4), "010"),
  lengthOfRecord: u32be,
  numberOfFacialImages: u16be,
});

/** Clause 5.5. */
const facialInformation = record("facial information", {
  blockLength: u32be,
  numberOfFeaturePoints: u16be,
  gender: oneOf(u8, GENDERS),
  eyeColour: u8,
  hairColour: u8,
  featureMask: u24be,
  expression: u16be,
  poseYaw: u8,
  posePitch: u8,
  poseRoll: u8,
  uncertaintyYaw: u8,
  uncertaintyPitch: u8,
  uncertaintyRoll: u8,
});

/** Clause 5.6. */
const featurePoint = record("feature point", {
  type: fixed(u8, 1),
  code: oneOf(u8, FEATURE_POINTS),
  x: u16be,
  y: u16be,
  reserved: fixed(u16be, 0),
});

/** Clause 5.7. */
const imageInformation = record("image information", {
  faceImageType: oneOf(u8, FACE_IMAGE_TYPES),
  imageDataType: oneOf(u8, FACE_DATA_TYPES),
  width: u16be,
  height: u16be,
  colourSpace: oneOf(u8, FACE_COLOURS),
  sourceType: oneOf(u8, FACE_SOURCES),
  deviceType: u16be,
  quality: u16be,
});

export interface FeaturePoint {
  readonly code: keyof typeof FEATURE_POINTS;
  readonly x: number;
  readonly y: number;
}

export interface FaceRecord {
  readonly gender: keyof typeof GENDERS;
  readonly points: readonly FeaturePoint[];
  readonly faceImageType: keyof typeof FACE_IMAGE_TYPES;
  readonly mediaType: keyof typeof FACE_DATA_TYPES;
  /** Pixels, equal to the codestream's. */
  readonly width: number;
  readonly height: number;
  readonly colourSpace: keyof typeof FACE_COLOURS;
  readonly sourceType: keyof typeof FACE_SOURCES;
  readonly image: Uint8Array;
}

/** One face in one record. */
export const writeFaceRecord = (face: FaceRecord): Uint8Array => {
  const blockLength = FACE_HEADER + POINT * face.points.length + IMAGE_HEADER + face.image.length;
  const to = new Writer();
  facialHeader.write(to, {
    formatIdentifier: "FAC",
    versionNumber: "010",
    lengthOfRecord: HEADER + blockLength,
    numberOfFacialImages: 1,
  });
  facialInformation.write(to, {
    blockLength,
    numberOfFeaturePoints: face.points.length,
    gender: face.gender,
    // Not assessed, hence unspecified: nothing is claimed of eyes, hair, properties, expression and pose.
    eyeColour: 0,
    hairColour: 0,
    featureMask: 0,
    expression: 0,
    poseYaw: 0,
    posePitch: 0,
    poseRoll: 0,
    uncertaintyYaw: 0,
    uncertaintyPitch: 0,
    uncertaintyRoll: 0,
  });
  for (const point of face.points) featurePoint.write(to, { type: 1, ...point, reserved: 0 });
  imageInformation.write(to, {
    faceImageType: face.faceImageType,
    imageDataType: face.mediaType,
    width: face.width,
    height: face.height,
    colourSpace: face.colourSpace,
    sourceType: face.sourceType,
    deviceType: 0,
    quality: 0,
  });
  // The picture is copied once, not grown into.
  const whole = join(concat([piece(to.done()), piece(face.image)]));
  if (whole.length !== HEADER + blockLength) throw new Bug("face record: the lengths do not add up");
  return whole;
};

/** @throws OutsideFault input-malformed */
export const readFaceRecord = (bytes: Uint8Array, label = "face record"): FaceRecord => {
  const from = new Reader(bytes, label);
  const header = facialHeader.read(from);
  if (header.lengthOfRecord !== bytes.length)
    from.refuse(`record length ${header.lengthOfRecord}, but ${bytes.length} bytes (19794-5 5.4.3)`, 8);
  if (header.numberOfFacialImages !== 1)
    from.refuse(`${header.numberOfFacialImages} faces where one is due (Doc 9303-10 4.7.2)`, 12);
  const at = from.at;
  const information = facialInformation.read(from);
  if (information.blockLength !== bytes.length - HEADER)
    from.refuse(`facial block length ${information.blockLength} does not fit the record (19794-5 5.5.1)`, at);
  const points = Array.from({ length: information.numberOfFeaturePoints }, () => featurePoint.read(from));
  const image = imageInformation.read(from);
  for (const point of points)
    if (point.x >= image.width || point.y >= image.height)
      from.refuse(`feature point ${point.code} lies outside the picture (19794-5 5.6)`);
  return {
    gender: information.gender,
    points: points.map(({ code, x, y }) => ({ code, x, y })),
    faceImageType: image.faceImageType,
    mediaType: image.imageDataType,
    width: image.width,
    height: image.height,
    colourSpace: image.colourSpace,
    sourceType: image.sourceType,
    image: from.take(from.left),
  };
};
