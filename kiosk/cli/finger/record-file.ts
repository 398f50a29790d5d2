/** One print to one record: its minutiae, or the picture itself, coded once and at the resolution it came in. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { encodeFingerImage } from "../../../api/formats/finger-image/finger-image.ts";
import { writeIncits378 } from "../../../api/formats/iso19794/incits378.ts";
import { writeMinutiaeRecord } from "../../../api/formats/iso19794/p2.ts";
import { FINGER_COMPRESSIONS, writeFingerRecord } from "../../../api/formats/iso19794/p4.ts";
import { lossyCodingOf } from "../../../api/formats/lossy.ts";
import { decodeWsq } from "../../../api/formats/wsq/decode.ts";
import { PRINT_LIMIT_BYTES } from "../../../api/formats/wsq/encode.ts";
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { EncodedImage } from "../../../api/words/enrolment.ts";
import type { FingerReason } from "../../../api/words/finger.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import { extractFinger } from "../../../models/finger/extract.ts";
import { readPrint } from "../../../models/finger/picture.ts";
import { requireOriginal } from "./once.ts";
import { qualityProgram, statedQuality, type StatedQuality } from "./quality-choice.ts";
import type { QualityChoice } from "./quality-names.ts";
import type { RecordCoding, RecordKind } from "./record-kinds.ts";

export interface RecordOptions {
  readonly as: RecordKind;
  /** Of the picture in an ISO/IEC 19794-4 record; WSQ is kept under the cap of a print on a chip. */
  readonly coding: RecordCoding;
  readonly dpi: number;
  readonly position: FingerPosition | "unknown";
  /** Without one, NFIQ 2 where it is installed. */
  readonly quality?: QualityChoice;
}

/** The file as it was given. */
interface Source {
  readonly bytes: Uint8Array;
  readonly name: string;
}

export interface RecordOutcome extends StatedQuality {
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly minutiae: number;
  /** Why the quality is not better, the gravest first; none for a good print. */
  readonly reasons: readonly FingerReason[];
}

const isCompression = (mediaType: string): mediaType is keyof typeof FINGER_COMPRESSIONS =>
  mediaType in FINGER_COMPRESSIONS;

const LOSSLESS = "give the original picture, or a lossless --coding (png, jp2-lossless or raw)";

/** A WSQ file asked for as WSQ goes into the record byte for byte. */
const asItIs = (bytes: Uint8Array, name: string, dpi: number): EncodedImage => {
  const { image, ppi } = decodeWsq(bytes, name);
  const refuse = (why: string): never => {
    throw new OutsideFault("policy-refused", `${name} ${why}.`);
  };
  if (ppi !== undefined && ppi !== dpi)
    refuse(
      `says of itself ${ppi} pixels an inch and --dpi says ${dpi}, of which a record states one; mend --dpi or the file`,
    );
  if (bytes.length > PRINT_LIMIT_BYTES)
    refuse(
      `has ${bytes.length} bytes, more than the ${PRINT_LIMIT_BYTES} of a print in WSQ, and is not compressed with loss a second time; ${LOSSLESS}`,
    );
  return { mediaType: "image/x-wsq", bytes, width: image.width, height: image.height };
};

const codedOnce = (
  image: GreyImage,
  source: Source,
  { dpi, coding }: RecordOptions,
): Promise<EncodedImage> | EncodedImage => {
  if (coding !== "wsq") return encodeFingerImage(image, dpi, { kind: coding });
  if (lossyCodingOf(source.bytes) === "WSQ") return asItIs(source.bytes, source.name, dpi);
  requireOriginal(source.bytes, source.name, LOSSLESS);
  return encodeFingerImage(image, dpi, { kind: coding, maxBytes: PRINT_LIMIT_BYTES });
};

const imageRecord = async (
  image: GreyImage,
  source: Source,
  quality: number,
  options: RecordOptions,
): Promise<Uint8Array> => {
  const { dpi, position } = options;
  const { mediaType, bytes, width, height } = await codedOnce(image, source, options);
  if (!isCompression(mediaType))
    throw new Bug(`ISO/IEC 19794-4 has no code for a print in ${options.coding}`);
  return writeFingerRecord({
    position,
    impression: "live-plain",
    quality,
    ppi: dpi,
    compression: mediaType,
    width,
    height,
    image: bytes,
  });
};

/**
 * Throws OutsideFault as qualityProgram, readPrint, extractFinger and encodeFingerImage do, and policy-refused where a
 * picture would be compressed with loss a second time.
 */
export const recordFile = async (
  file: string,
  out: string,
  options: RecordOptions,
): Promise<RecordOutcome> => {
  const nfiq2 = await qualityProgram(options.quality);
  const source = { bytes: await readFile(file), name: file };
  const image = await readPrint(source.bytes, path.basename(file));
  const extraction = extractFinger(image, options.dpi, { position: options.position });
  const stated = await statedQuality(extraction, image, options.dpi, nfiq2);
  const { quality } = stated;
  const template = { ...extraction.template, quality };
  const record =
    options.as === "iso19794-4"
      ? await imageRecord(image, source, quality, options)
      : (options.as === "incits378" ? writeIncits378 : writeMinutiaeRecord)(template);
  await writeFile(out, record);
  return {
    bytes: record.length,
    width: image.width,
    height: image.height,
    minutiae: template.minutiae.length,
    ...stated,
    reasons: extraction.assessment.reasons,
  };
};
