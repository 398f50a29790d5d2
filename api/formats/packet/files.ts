/** Names of a packet's files (design: `kiosk packet export`). */
import type { EncodedImage, SupportingDocument } from "../../words/enrolment.ts";
import type { DataGroupNumber } from "../lds/tags.ts";

export const MANIFEST = "manifest.json";
export const MANIFEST_SIGNATURE = "manifest.p7s";
export const EF_COM = "EF.COM.bin";
export const EF_SOD = "SOD.bin";
export const SIGNATURE_TRAJECTORY = "signature-trajectory.json";

export const dataGroupFile = (number: DataGroupNumber): string => `DG${number}.bin`;

const EXTENSIONS = {
  "image/jpeg": "jpg",
  "image/jp2": "jp2",
  "image/png": "png",
  "image/x-wsq": "wsq",
  "application/octet-stream": "raw",
  "application/pdf": "pdf",
} as const;

export const extensionOf = (mediaType: keyof typeof EXTENSIONS): string => EXTENSIONS[mediaType];

export const FACE_FILES = {
  master: ({ mediaType }: EncodedImage): string => `portrait-master.${extensionOf(mediaType)}`,
  chip: ({ mediaType }: EncodedImage): string => `portrait-chip.${extensionOf(mediaType)}`,
} as const;

export const documentFile = (index: number, { mediaType }: SupportingDocument): string =>
  `document-${index + 1}.${extensionOf(mediaType)}`;

/** Names that only files of a packet have; a folder may hold others beside them (the sealed packet, a report). */
export const isPacketFile = (name: string): boolean =>
  /^(?:DG\d+|EF\.COM|SOD)\.bin$|^(?:manifest|portrait|finger|signature|document)\b/u.test(name);

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(EXTENSIONS).map(([mediaType, extension]) => [extension, mediaType])),
  bin: "application/octet-stream",
  fmr: "application/octet-stream",
  json: "application/json",
  p7s: "application/pkcs7-signature",
};

export const mediaTypeOfFile = (name: string): string =>
  MEDIA_TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
