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
  extensions,
  fallback,
  flag,
  natural,
  qualityBlocks,
  registryId,
  registryIds,
  VERSION,
  versionBlock,
} from "./p1.ts";
import { identityMetadata } from "./p5-identity.ts";
import { landmarks } from "./p5-landmarks.ts";
import { padData } from "./pad.ts";

export const FACE_FORMATS = { jpeg: 2, jpeg2000Lossy: 3, jpeg2000Lossless: 4 } as const;
export const FACE_COLOUR_SPACES = {
  unknown: 0,
  other: 1,
  rgb24Bit: 2,
  rgb48Bit: 3,
  yuv422: 4,
  greyscale8Bit: 5,
  greyscale16Bit: 6,
} as const;
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
  contrastStretched: optional(flag(6, "contrastStretched")),
  poseCorrected: optional(flag(7, "poseCorrected")),
  multiViewImage: optional(flag(8, "multiViewImage")),
  ageProgressed: optional(flag(9, "ageProgressed")),
  superResolutionProcessed: optional(flag(10, "superResolutionProcessed")),
  normalised: optional(flag(11, "normalised")),
  extensions: extensions(11),
});

const measurements = fields({
  headWidth: optional(natural(0, "imageHeadWidth")),
  interEyeDistance: optional(natural(1, "imageInterEyeDistance")),
  eyeToMouthDistance: optional(natural(2, "imageEyeToMouthDistance")),
  headLength: optional(natural(3, "imageHeadLength")),
  extensions: extensions(3),
});

const referenceColour = sequence("ReferenceColourDefinitionAndValueBlock", {
  definition: optional(bytes(0, "referenceColourDefinition")),
  value: optional(bytes(1, "referenceColourValue")),
  extensions: extensions(1),
});

const colourMapping = fields({
  schema: optional(bytes(0, "referenceColourSchema")),
  colours: optional(
    tagged(block(1), "referenceColourDefinitionAndValueBlocks", listOf(referenceColour, { max: 256 })),
  ),
  extensions: extensions(1),
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
  colourMapping: optional(tagged(block(10), "referenceColourMappingBlock", colourMapping)),
  extensions: extensions(10),
});

const spectrum = fields({
  whiteLight: optional(flag(0, "whiteLight")),
  nearInfrared: optional(flag(1, "nearInfrared")),
  thermal: optional(flag(2, "thermal")),
  extensions: extensions(2),
});

const captureDevice2d = fields({
  spectrum: optional(tagged(block(0), "captureDeviceSpectral2DBlock", spectrum)),
  technology: optional(fallback(1, "captureDeviceTechnologyId2D", TECHNOLOGIES)),
  extensions: extensions(1),
});

const image2d = fields({
  image: bytes(0, "representationData2D"),
  information: tagged(block(1), "imageInformation2DBlock", imageInformation),
  device: optional(tagged(block(2), "captureDevice2DBlock", captureDevice2d)),
  extensions: extensions(2),
});

/** CHOICE base [0] of CHOICE imageRepresentation2DBlock [0]. */
const imageRepresentation = explicit(
  block(1),
  explicit(block(0), tagged(block(0), "imageRepresentation2DBlock", image2d)),
);

const captureDevice = fields({
  modelId: optional(tagged(block(0), "modelIdBlock", registryId)),
  certificationIds: optional(tagged(block(1), "certificationIdBlocks", registryIds)),
  extensions: extensions(1),
});

const representation = sequence("RepresentationBlock", {
  representationId: natural(0, "representationId"),
  imageRepresentation,
  captured: optional(tagged(block(2), "captureDateTimeBlock", dateTime)),
  quality: optional(tagged(block(3), "qualityBlocks", qualityBlocks)),
  pad: optional(tagged(block(4), "padDataBlock", padData)),
  sessionId: optional(natural(5, "sessionId")),
  derivedFrom: optional(natural(6, "derivedFrom")),
  device: optional(tagged(block(7), "captureDeviceBlock", captureDevice)),
  identity: optional(tagged(block(8), "identityMetadataBlock", identityMetadata)),
  landmarks: optional(tagged(block(9), "landmarkBlocks", landmarks)),
  extensions: extensions(9),
});

/** Tag 65 within A1 within 7F2E (Doc 9303-10 tables 2 and 3). */
const faceImageData = tagged(
  0x65,
  "FaceImageDataBlock",
  fields({
    version: versionBlock,
    representations: tagged(block(1), "RepresentationBlocks", listOf(representation, { min: 1, max: 1 })),
    extensions: extensions(1),
  }),
);

/** What stands in 7F2E. */
const standardised = explicit(0xa1, faceImageData);

export type FaceRepresentation = DerOf<typeof representation>;

/** The content of data object 7F2E; what a foreign record had beyond the schema goes back where it was. */
export const writeFaceData = (
  face: FaceRepresentation,
  frame: Partial<Omit<FaceData, "face">> = {},
): Uint8Array => encode(standardised, { version: VERSION, ...frame, representations: [face] });

type Frame = DerOf<typeof faceImageData>;

export interface FaceData {
  readonly version: Frame["version"];
  readonly extensions?: Frame["extensions"];
  readonly face: FaceRepresentation;
}

/** @throws OutsideFault input-malformed */
export const readFaceData = (content: Uint8Array, label = "DG2, 39794-5"): FaceData => {
  const { version, representations, extensions } = decode(standardised, content, label);
  // The declaration allows exactly one.
  const [face] = representations as [FaceRepresentation];
  return { version, face, ...(extensions === undefined ? {} : { extensions }) };
};
