/** Names of the records that a print can become, known without loading the engine: `kiosk --help` stays quick. */
import type { FingerCoding } from "../../../api/formats/finger-image/finger-image.ts";

export const RECORD_KINDS = ["iso19794-2", "incits378", "iso19794-4"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

export const RECORD_CODINGS = [
  "wsq",
  "png",
  "jp2-lossless",
  "raw",
] as const satisfies readonly FingerCoding["kind"][];
export type RecordCoding = (typeof RECORD_CODINGS)[number];
