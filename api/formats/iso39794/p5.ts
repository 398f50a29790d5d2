/** Face image data, ISO/IEC 39794-5 in ICAO's profile for DG2: one two-dimensional representation (see NOTICE.md). */
import {
  explicit,
  fields,
  listOf,
  optional,
  sequence,
  tagged,
  decode,
  encode,
  type DerOf,
} from "../../bytes/der.ts";
import {
  block,
  bytes,
  code,
  dateTime,
  fallback,
  flag,
  natural,
  qualityBlocks,
  VERSION,
  versionBlock,
} from "./p1.ts";

export const FACE_FORMATS = { jpeg: 2, jpeg2000Lossy: 3, jpeg2000Lossless: 4 } as const;
export const FACE_GENDERS = { other: 1, male: 2, female: 3 } as const;
export const FACE_COLOUR_SPACES = {
  unknown: 0,
  other: 1,
  rgb24Bit: 2,
  rgb48Bit: 3,
  yuv422: 4,
  greyscale8Bit: 5,
  greyscale16Bit: 6,
} as const;
/** MPEG-4 feature points of group 12, the only ones that kiosks measure; left and right are the subject's. */
export const FACE_LANDMARKS = { leftEyeCentre: 84, rightEyeCentre: 85 } as const;
const TECHNOLOGIES = {
  unknown: 0,
  staticPhotographFromUnknownSource: 1,
  staticPhotographFromDigitalStillImageCamera: 2,
  staticPhotographFromScanner: 3,
  videoFrameFromUnknownSource: 4,
  videoFrameFromAnalogueVideoCamera: 5,
  videoFrameFromDigitalVideoCamera: 6,
} as const;

const size = fields({ width: natural(0, "width", 65535), height: natural(1, "height", 65535) });

const processing = fields({
  rotated: optional(flag(0, "rotated")),
  cropped: optional(flag(1, "cropped")),
  downSampled: optional(flag(2, "downSampled")),
  whiteBalanceAdjusted: optional(flag(3, "whiteBalanceAdjusted")),
  multiplyCompressed: optional(flag(4, "multiplyCompressed")),
  interpolated: optional(flag(5, "interpolated")),
});

const measurements = fields({
  headWidth: optional(natural(0, "imageHeadWidth")),
  interEyeDistance: optional(natural(1, "imageInterEyeDistance")),
  eyeToMouthDistance: optional(natural(2, "imageEyeToMouthDistance")),
  headLength: optional(natural(3, "imageHeadLength")),
});

const imageInformation = fields({
  format: code(0, "imageDataFormat", FACE_FORMATS),
  kind: optional(fallback(1, "faceImageKind2D", { mrtd: 0 })),
  processing: optional(tagged(block(2), "postAcquisitionProcessingBlock", processing)),
  lossyAttempts: optional(
    fallback(3, "lossyTransformationAttempts", { unknown: 0, zero: 1, one: 2, moreThanOne: 3 }),
  ),
  cameraToSubjectDistance: optional(natural(4, "cameraToSubjectDistance", 50000)),
  sensorDiagonal: optional(natural(5, "sensorDiagonal", 2000)),
  lensFocalLength: optional(natural(6, "lensFocalLength", 2000)),
  size: optional(tagged(block(7), "imageSizeBlock", size)),
  measurements: optional(tagged(block(8), "imageFaceMeasurementsBlock", measurements)),
  colourSpace: optional(fallback(9, "imageColourSpace", FACE_COLOUR_SPACES)),
});

const image2d = fields({
  image: bytes(0, "representationData2D"),
  information: tagged(block(1), "imageInformation2DBlock", imageInformation),
  device: optional(
    tagged(
      block(2),
      "captureDevice2DBlock",
      fields({ technology: optional(fallback(1, "captureDeviceTechnologyId2D", TECHNOLOGIES)) }),
    ),
  ),
});

/** CHOICE base [0] of CHOICE imageRepresentation2DBlock [0]. */
const imageRepresentation = explicit(
  block(1),
  explicit(block(0), tagged(block(0), "imageRepresentation2DBlock", image2d)),
);

const point2d = fields({ x: natural(0, "x", 65535), y: natural(1, "y", 65535) });

const landmark = sequence("LandmarkBlock", {
  /** CHOICE base [0] of CHOICE mpeg4FeaturePoint [0]. */
  kind: explicit(block(0), explicit(block(0), fallback(0, "mpeg4FeaturePoint", FACE_LANDMARKS))),
  coordinates: optional(
    explicit(block(1), explicit(block(0), tagged(block(0), "coordinateCartesian2DBlock", point2d))),
  ),
});

const identity = fields({
  gender: optional(fallback(0, "gender", FACE_GENDERS)),
  subjectHeight: optional(natural(3, "subjectHeight", 65535)),
});

const representation = sequence("RepresentationBlock", {
  representationId: natural(0, "representationId"),
  imageRepresentation,
  captured: optional(tagged(block(2), "captureDateTimeBlock", dateTime)),
  quality: optional(tagged(block(3), "qualityBlocks", qualityBlocks)),
  sessionId: optional(natural(5, "sessionId")),
  derivedFrom: optional(natural(6, "derivedFrom")),
  identity: optional(tagged(block(8), "identityMetadataBlock", identity)),
  landmarks: optional(tagged(block(9), "landmarkBlocks", listOf(landmark, { max: 128 }))),
});

/** Tag 65 within A1 within 7F2E (Doc 9303-10 tables 2 and 3). */
const faceImageData = tagged(
  0x65,
  "FaceImageDataBlock",
  fields({
    version: versionBlock,
    representations: tagged(block(1), "RepresentationBlocks", listOf(representation, { min: 1, max: 1 })),
  }),
);

/** What stands in 7F2E. */
const standardised = explicit(0xa1, faceImageData);

export type FaceRepresentation = DerOf<typeof representation>;

/** The content of data object 7F2E. */
export const writeFaceData = (face: FaceRepresentation): Uint8Array =>
  encode(standardised, { version: VERSION, representations: [face] });

export interface FaceData {
  readonly version: { readonly generation: number; readonly year: number };
  readonly face: FaceRepresentation;
}

/** @throws OutsideFault input-malformed */
export const readFaceData = (content: Uint8Array, label = "DG2, 39794-5"): FaceData => {
  const { version, representations } = decode(standardised, content, label);
  // The declaration allows exactly one.
  const [face] = representations as [FaceRepresentation];
  return { version, face };
};
