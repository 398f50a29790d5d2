/** Finger image data, ISO/IEC 39794-4, for DG3: one representation a record (Doc 9303-10 section 4.7.3; see NOTICE.md). */
import {
  decode,
  encode,
  explicit,
  fields,
  listOf,
  optional,
  sequence,
  tagged,
  type DerOf,
} from "../../bytes/der.ts";
import { FINGER_POSITIONS } from "../../words/characteristic.ts";
import {
  block,
  bytes,
  code,
  dateTime,
  enumeration,
  extensions,
  flag,
  natural,
  qualityBlocks,
  registryId,
  VERSION,
  versionBlock,
} from "./p1.ts";

/** JPEG is not among them. */
export const FINGER_FORMATS = { pgm: 0, wsq: 1, jpeg2000Lossy: 2, jpeg2000Lossless: 3, png: 4 } as const;
export const FINGER_IMPRESSIONS = {
  plainContact: 0,
  rolledContact: 1,
  latentImage: 4,
  swipeContact: 8,
  contactlessPlain: 24,
} as const;

const samplingRate = fields({
  samplesPerUnit: natural(0, "samplesPerUnit", 65535),
  unit: enumeration(1, "unitDimension", { inch: 0, cm: 1 }),
  extensions: extensions(1),
});

const representation = sequence("RepresentationBlock", {
  position: code(0, "position", { unknown: 0, ...FINGER_POSITIONS }),
  impression: code(1, "impression", FINGER_IMPRESSIONS),
  format: code(2, "imageDataFormat", FINGER_FORMATS),
  image: bytes(3, "imageData"),
  captured: optional(tagged(block(4), "captureDateTimeBlock", dateTime)),
  device: optional(
    tagged(
      block(5),
      "captureDeviceBlock",
      fields({ modelId: optional(tagged(block(0), "modelIdBlock", registryId)), extensions: extensions(0) }),
    ),
  ),
  quality: optional(tagged(block(6), "qualityBlocks", qualityBlocks)),
  samplingRate: optional(tagged(block(7), "spatialSamplingRateBlock", samplingRate)),
  positionComputed: optional(flag(8, "positionComputedByCaptureSystem")),
  rotation: optional(natural(9, "originalRotation", 359)),
  rotatedToVertical: optional(flag(10, "imageRotatedToVertical")),
  lossilyCompressed: optional(flag(11, "imageHasBeenLossilyCompressed")),
  /** Segmentation, annotation, attack detection, comments, makers' data (fields 12 to 16) and what follows: kept. */
  extensions: extensions(11),
});

/** Tag 64 within A1 within 7F2E (Doc 9303-10 tables 2 and 3). */
const fingerImageData = tagged(
  0x64,
  "FingerImageDataBlock",
  fields({
    version: versionBlock,
    representations: tagged(block(1), "RepresentationBlocks", listOf(representation, { min: 1, max: 1 })),
    extensions: extensions(1),
  }),
);

const standardised = explicit(0xa1, fingerImageData);

export type FingerRepresentation = DerOf<typeof representation>;

/** The content of data object 7F2E. */
export const writeFingerData = (finger: FingerRepresentation): Uint8Array =>
  encode(standardised, { version: VERSION, representations: [finger] });

/** @throws OutsideFault input-malformed */
export const readFingerData = (content: Uint8Array, label = "DG3, 39794-4"): FingerRepresentation => {
  // The declaration allows exactly one.
  const [finger] = decode(standardised, content, label).representations as [FingerRepresentation];
  return finger;
};
