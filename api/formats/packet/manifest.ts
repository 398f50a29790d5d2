/** The manifest of a packet, version 1: everything an issuance backend needs beyond the LDS, and every file's digest. */
import { NO_NATIONAL_NUMBER } from "../../words/subject.ts";
import { z } from "zod";
import {
  FINGER_POSITIONS,
  IMPRESSION_TYPES,
  MISSING_FINGER_REASONS,
  type FingerPosition,
} from "../../words/characteristic.ts";
import { FILE_NAME } from "./container.ts";

export const MANIFEST_FORMAT = "enrolment-packet";
export const MANIFEST_VERSION = 1;

const keysOf = <T extends object>(table: T) =>
  Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];

const text = z.string().max(4096);
const name = text.min(1);
const time = z.iso.datetime({ precision: 3 });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/u);
const count = z.int().min(0);
const position = z.enum(keysOf(FINGER_POSITIONS));
const fileName = z.string().regex(FILE_NAME);

export const partialDate = z.strictObject({
  year: z.int().min(0).max(9999),
  month: z.int().min(1).max(12).optional(),
  day: z.int().min(1).max(31).optional(),
});
const device = z.strictObject({
  driver: name,
  make: text,
  model: text,
  serial: text.optional(),
  firmware: text.optional(),
});
const algorithm = z.strictObject({ name, version: text });
const result = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("assessed"), raw: z.number(), scalar: z.number() }),
  z.strictObject({ kind: z.literal("failure-to-assess"), reason: text }),
]);
const check = z.strictObject({
  id: name,
  result,
  algorithm,
  limit: z
    .strictObject({ atLeast: z.number().optional(), atMost: z.number().optional(), source: text })
    .optional(),
  passed: z.boolean().optional(),
});
const verdict = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("accepted") }),
  z.strictObject({ kind: z.literal("rejected"), reason: text }),
  z.strictObject({ kind: z.literal("retry"), reason: text }),
  z.strictObject({ kind: z.literal("failed"), code: text }),
  z.strictObject({ kind: z.literal("cancelled") }),
]);
const attempt = z.strictObject({
  number: count,
  what: z.enum(["face", "signature", ...keysOf(FINGER_POSITIONS)]),
  startedAt: time,
  endedAt: time,
  device,
  checks: z.array(check),
  verdict,
  override: z.strictObject({ by: name, reason: text, at: time }).optional(),
});
const picture = z.strictObject({
  file: fileName,
  mediaType: name,
  width: z.int().min(1),
  height: z.int().min(1),
});
const point = z.strictObject({ x: z.number(), y: z.number() });
const note = z.strictObject({
  kind: z.enum(["national", "choice", "dropped", "unknown"]),
  character: text,
  became: text,
});

const applicant = z.strictObject({
  surname: name,
  givenNames: text,
  birth: partialDate,
  birthPlace: text.optional(),
  sex: z.enum(["female", "male", "unspecified"]),
  nationality: name,
  nationalNumber: text.optional(),
  noNationalNumber: z.enum(NO_NATIONAL_NUMBER).optional(),
  address: text.optional(),
  telephone: text.optional(),
  synthetic: z.boolean(),
});

/** How the names came into the zone; `national` letters await the State's word. */
const transliterated = z.strictObject({
  primary: z.array(name),
  secondary: z.array(name),
  notes: z.array(note),
  truncated: z.boolean(),
});

const lds = z.strictObject({
  version: z.enum(["0107", "0108"]),
  generation: z.enum(["iso19794", "iso39794"]),
  dataGroups: z.array(z.int().min(1).max(16)),
  /** Always true: the kiosk's SOD protects the way; the State's Document Signer signs what is personalised. */
  sodIsForTransport: z.literal(true),
  /** Fields that did not fit a data group whole, which may not be truncated. */
  omitted: z.array(name),
});

const finger = z.strictObject({
  position,
  image: picture,
  template: fileName,
  ppi: z.int().min(1),
  impression: z.enum(keysOf(IMPRESSION_TYPES)),
  quality: result,
  qualityAlgorithm: algorithm,
  extractor: algorithm,
  minutiae: count,
  device,
  capturedAt: time,
});

export const manifestSchema = z.strictObject({
  format: z.literal(MANIFEST_FORMAT),
  version: z.literal(MANIFEST_VERSION),
  packetId: z.uuid(),
  process: z.enum(["new-passport", "replacement", "emergency-travel-document", "visa"]),
  reference: text.optional(),
  service: text.optional(),
  paymentReference: text.optional(),
  previousPacketId: z.uuid().optional(),
  issuingState: z.string().regex(/^[A-Z]{1,3}$/u),
  documentCode: z.string().regex(/^[A-Z]{1,2}$/u),
  applicant,
  transliterated,
  mrz: z
    .array(z.string().regex(/^[A-Z0-9<]{30,44}$/u))
    .min(2)
    .max(3),
  /** Fields of the zone that fillers stand for; not empty: never to be personalised as it is. */
  dg1: z.strictObject({ provisional: z.array(z.enum(["documentNumber", "dateOfExpiry"])) }),
  lds: lds.optional(),
  consent: z.strictObject({ textVersion: name, language: name, at: time }),
  face: z
    .strictObject({
      master: picture,
      chip: picture,
      points: z.strictObject({ leftEyeCentre: point, rightEyeCentre: point }).optional(),
      processing: z.array(text),
      checks: z.array(check),
      device,
      capturedAt: time,
    })
    .optional(),
  fingers: z.array(finger),
  missingFingers: z.array(z.strictObject({ position, reason: z.enum(MISSING_FINGER_REASONS), note: text })),
  signature: z
    .strictObject({
      image: picture,
      ppi: z.number().min(1),
      trajectory: fileName.optional(),
      device,
      capturedAt: time,
    })
    .optional(),
  documents: z.array(
    z.strictObject({
      kind: name,
      file: fileName,
      mediaType: name,
      /** What the kiosk found of a picture it took; absent: nobody looked. */
      legible: z.boolean().optional(),
    }),
  ),
  attempts: z.array(attempt),
  devices: z.array(
    z.strictObject({
      identity: device,
      characteristic: z.enum(["finger", "face", "signature", "document"]),
      evidence: name,
      suitability: z.enum(["enrolment", "verification", "demonstration"]),
      presentationAttackDetection: z.boolean(),
      ppi: z.number().optional(),
      bitDepth: z.number().optional(),
      calibration: text.optional(),
    }),
  ),
  operators: z.array(
    z.strictObject({
      id: name,
      role: z.enum(["operator", "supervisor"]),
      authentication: z
        .strictObject({ method: z.enum(["password", "pin", "card", "finger"]), at: time })
        .optional(),
    }),
  ),
  decisions: z
    .array(
      z.strictObject({
        what: z.enum(["face", "fingers", "signature", "documents", "device-limits", "control"]),
        by: name,
        at: time,
        reason: name,
      }),
    )
    .optional(),
  kiosk: z.strictObject({ id: name, mission: name, software: name, sequence: count }),
  policy: z.strictObject({ id: name, version: name, sha256 }),
  auditHead: text,
  clock: z.strictObject({ source: z.enum(["system", "virtual"]), startedAt: time, sealedAt: time }),
  /** True where every certificate is a specimen's: the packet has no value. */
  specimen: z.boolean(),
  algorithms: z.strictObject({
    signature: name,
    contentEncryption: z.literal("aes-256-gcm"),
    recipients: z.array(z.strictObject({ keyEncryption: name, certificateSha256: sha256 })),
  }),
  /** Every file but the manifest and its signature. */
  files: z.array(z.strictObject({ name: fileName, mediaType: name, size: count, sha256 })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestCheck = z.infer<typeof check>;

export const fingerFile = (finger: FingerPosition, extension: string): string =>
  `finger-${finger}.${extension}`;

/** The manifest's schema for other languages, JSON Schema 2020-12. */
export const manifestJsonSchema = (): object => z.toJSONSchema(manifestSchema);
