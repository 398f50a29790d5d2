/** One print to one record: its minutiae, or the picture itself, coded once and at the resolution it came in. */
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { encodeFingerImage } from "../../../api/formats/finger-image/finger-image.ts";
import { writeIncits378 } from "../../../api/formats/iso19794/incits378.ts";
import { writeMinutiaeRecord } from "../../../api/formats/iso19794/p2.ts";
import { FINGER_COMPRESSIONS, writeFingerRecord } from "../../../api/formats/iso19794/p4.ts";
import { PRINT_LIMIT_BYTES } from "../../../api/formats/wsq/encode.ts";
import { Bug } from "../../../api/base/faults.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import { extractFinger } from "../../../models/finger/extract.ts";
import { readPrint } from "../../../models/finger/picture.ts";
import type { RecordCoding, RecordKind } from "./record-kinds.ts";

export interface RecordOptions {
  readonly as: RecordKind;
  /** Of the picture in an ISO/IEC 19794-4 record; WSQ is kept under the cap of a print on a chip. */
  readonly coding: RecordCoding;
  readonly dpi: number;
  readonly position: FingerPosition | "unknown";
}

export interface RecordOutcome {
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  readonly minutiae: number;
  readonly quality: number;
}

const isCompression = (mediaType: string): mediaType is keyof typeof FINGER_COMPRESSIONS =>
  mediaType in FINGER_COMPRESSIONS;

const imageRecord = async (
  image: GreyImage,
  quality: number,
  { dpi, coding, position }: RecordOptions,
): Promise<Uint8Array> => {
  const limit = coding === "wsq" ? { maxBytes: PRINT_LIMIT_BYTES } : {};
  const { mediaType, bytes, width, height } = await encodeFingerImage(image, dpi, { kind: coding, ...limit });
  if (!isCompression(mediaType)) throw new Bug(`ISO/IEC 19794-4 has no code for a print in ${coding}`);
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

/** Throws OutsideFault as readPrint, extractFinger and encodeFingerImage do. */
export const recordFile = async (
  file: string,
  out: string,
  options: RecordOptions,
): Promise<RecordOutcome> => {
  const image = await readPrint(await readFile(file), path.basename(file));
  const { template } = extractFinger(image, options.dpi, { position: options.position });
  const { quality, minutiae } = template;
  const record =
    options.as === "iso19794-4"
      ? await imageRecord(image, quality, options)
      : (options.as === "incits378" ? writeIncits378 : writeMinutiaeRecord)(template);
  await writeFile(out, record);
  return {
    bytes: record.length,
    width: image.width,
    height: image.height,
    minutiae: minutiae.length,
    quality,
  };
};
