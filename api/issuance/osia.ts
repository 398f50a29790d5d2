/**
 * An enrolment for backends that speak OSIA's Enrollment interface (Secure Identity Alliance, OpenAPI, versions 1.2.x):
 * POST /v1/enrollments/{enrollmentId}. Field names are the interface's own.
 */
import { z } from "zod";
import type { FingerPosition, ImpressionType, MissingFingerReason } from "../words/characteristic.ts";
import type { EncodedImage, EnrolmentRecord } from "../words/enrolment.ts";
import type { PartialDate } from "../words/subject.ts";
import type { Milliseconds } from "../words/units.ts";
import { writeMinutiaeRecord } from "../formats/iso19794/p2.ts";
import { transliterate, type TransliterationRules } from "../formats/mrz/transliterate.ts";

const base64 = z.base64().min(4);
const dateTime = z.iso.datetime({ offset: true });
const natural = z.int().min(0);

const FINGERS = [
  "RIGHT_THUMB",
  "RIGHT_INDEX",
  "RIGHT_MIDDLE",
  "RIGHT_RING",
  "RIGHT_LITTLE",
  "LEFT_THUMB",
  "LEFT_INDEX",
  "LEFT_MIDDLE",
  "LEFT_RING",
  "LEFT_LITTLE",
] as const;
const subType = z.enum([...FINGERS, "PORTRAIT", "UNKNOWN"]);

/** components/schemas/BiometricData; additionalProperties: false. */
const biometricData = z.strictObject({
  biometricType: z.enum(["FACE", "FINGER", "SIGNATURE"]),
  biometricSubType: subType.optional(),
  instance: z.string().optional(),
  image: base64.optional(),
  captureDate: dateTime.optional(),
  captureDevice: z.string().optional(),
  impressionType: z
    .enum(["LIVE_SCAN_PLAIN", "LIVE_SCAN_ROLLED", "LIVE_SCAN_SWIPE", "LIVE_SCAN_OPTICAL_CONTACTLESS_PLAIN"])
    .optional(),
  width: natural.optional(),
  height: natural.optional(),
  bitdepth: natural.optional(),
  mimeType: z.string().optional(),
  resolution: natural.optional(),
  compression: z.enum(["NONE", "WSQ", "JPEG", "JPEG2000", "PNG"]).optional(),
  missing: z
    .array(
      z.strictObject({
        biometricSubType: subType,
        presence: z.enum(["BANDAGED", "AMPUTATED", "DAMAGED"]).optional(),
      }),
    )
    .optional(),
  comment: z.string().optional(),
  template: base64.optional(),
  templateFormat: z.string().optional(),
  quality: natural.optional(),
  qualityFormat: z.string().optional(),
  algorithm: z.string().optional(),
  vendor: z.string().optional(),
});

const documentData = z.strictObject({
  documentType: z.enum(["ID_CARD", "PASSPORT", "INVOICE", "BIRTH_CERTIFICATE", "FORM", "OTHER"]),
  documentTypeOther: z.string().optional(),
  instance: z.string().optional(),
  parts: z
    .array(z.strictObject({ pages: z.array(z.int()).min(1), data: base64, mimeType: z.string() }))
    .min(1),
});

/** components/schemas/Enrollment as a client sends it: enrollmentId and status are readOnly there. */
export const osiaEnrollmentSchema = z.strictObject({
  enrollmentType: z.string(),
  enrollmentFlags: z.record(z.string(), z.unknown()),
  requestData: z.record(z.string(), z.unknown()),
  contextualData: z.record(z.string(), z.unknown()),
  biographicData: z.record(z.string(), z.unknown()),
  biometricData: z.array(biometricData),
  documentData: z.array(documentData),
});
export type OsiaEnrollment = z.infer<typeof osiaEnrollmentSchema>;
type BiometricData = z.infer<typeof biometricData>;

const COMPRESSIONS = {
  "image/jpeg": "JPEG",
  "image/jp2": "JPEG2000",
  "image/png": "PNG",
  "image/x-wsq": "WSQ",
  "application/octet-stream": "NONE",
} as const;
const IMPRESSIONS: Readonly<Record<ImpressionType, NonNullable<BiometricData["impressionType"]>>> = {
  "live-plain": "LIVE_SCAN_PLAIN",
  "live-rolled": "LIVE_SCAN_ROLLED",
  swipe: "LIVE_SCAN_SWIPE",
  contactless: "LIVE_SCAN_OPTICAL_CONTACTLESS_PLAIN",
};
/** Reasons the interface has no word for stand in the comment. */
const PRESENCES: Readonly<Partial<Record<MissingFingerReason, "BANDAGED" | "AMPUTATED" | "DAMAGED">>> = {
  amputated: "AMPUTATED",
  bandaged: "BANDAGED",
  "unable-to-print": "DAMAGED",
};
const SEXES = { female: "F", male: "M", unspecified: "X" } as const;

const iso = (moment: Milliseconds): string => new Date(moment).toISOString();
const to64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const subTypeOf = (position: FingerPosition) =>
  position.toUpperCase().replace("-", "_") as (typeof FINGERS)[number];

/** RFC 3339 full-date as far as it is known: "1975", "1975-03". */
const partialDate = ({ year, month, day }: PartialDate): string =>
  [
    String(year).padStart(4, "0"),
    ...[month, day].map((part) => (part === undefined ? undefined : String(part).padStart(2, "0"))),
  ]
    .filter((part) => part !== undefined)
    .join("-");

const picture = (image: EncodedImage) => ({
  image: to64(image.bytes),
  width: image.width,
  height: image.height,
  mimeType: image.mediaType,
  compression: COMPRESSIONS[image.mediaType],
});

const device = ({ make, model, serial }: { make: string; model: string; serial?: string }): string =>
  [make, model, serial].filter((part) => part !== undefined && part !== "").join(" ");

const faces = (record: EnrolmentRecord): BiometricData[] =>
  record.face === undefined
    ? []
    : [
        {
          biometricType: "FACE",
          biometricSubType: "PORTRAIT",
          ...picture(record.face.master),
          captureDate: iso(record.face.capturedAt),
          captureDevice: device(record.face.device),
          bitdepth: 24,
        },
      ];

const fingers = (record: EnrolmentRecord): BiometricData[] =>
  record.fingers.map((finger) => ({
    biometricType: "FINGER",
    biometricSubType: subTypeOf(finger.position),
    ...picture(finger.image),
    captureDate: iso(finger.capturedAt),
    captureDevice: device(finger.device),
    impressionType: IMPRESSIONS[finger.template.impression],
    bitdepth: 8,
    resolution: Math.round(finger.ppi),
    template: to64(writeMinutiaeRecord(finger.template)),
    templateFormat: "ISO_19794_2",
    ...(finger.quality.kind === "assessed"
      ? { quality: Math.round(finger.quality.scalar), qualityFormat: finger.qualityAlgorithm.name }
      : {}),
    algorithm: `${finger.extractor.name} ${finger.extractor.version}`,
  }));

const missing = (record: EnrolmentRecord): BiometricData[] =>
  record.missingFingers.map(({ position, reason, note }) => {
    const presence = PRESENCES[reason];
    const biometricSubType = subTypeOf(position);
    return {
      biometricType: "FINGER",
      biometricSubType,
      missing: [{ biometricSubType, ...(presence === undefined ? {} : { presence }) }],
      comment: `${reason}: ${note}`,
    };
  });

const signatures = (record: EnrolmentRecord): BiometricData[] =>
  record.signature === undefined
    ? []
    : [
        {
          biometricType: "SIGNATURE",
          ...picture(record.signature.image),
          captureDate: iso(record.signature.capturedAt),
          captureDevice: device(record.signature.device),
          resolution: Math.round(record.signature.ppi),
        },
      ];

const DOCUMENT_TYPES: Readonly<Record<string, OsiaEnrollment["documentData"][number]["documentType"]>> = {
  passport: "PASSPORT",
  "id-card": "ID_CARD",
  "birth-certificate": "BIRTH_CERTIFICATE",
  form: "FORM",
  invoice: "INVOICE",
};

const documents = (record: EnrolmentRecord): OsiaEnrollment["documentData"] =>
  (record.documents ?? []).map(({ kind, mediaType, bytes }, i) => {
    const documentType = Object.hasOwn(DOCUMENT_TYPES, kind) ? DOCUMENT_TYPES[kind] : undefined;
    return {
      documentType: documentType ?? "OTHER",
      ...(documentType === undefined ? { documentTypeOther: kind } : {}),
      instance: String(i + 1),
      parts: [{ pages: [1], data: to64(bytes), mimeType: mediaType }],
    };
  });

const biographic = ({ subject }: EnrolmentRecord, rules: TransliterationRules): Record<string, unknown> => ({
  firstName: subject.givenNames,
  lastName: subject.surname,
  firstNameTransliterated: transliterate(subject.givenNames, rules).components.join(" "),
  lastNameTransliterated: transliterate(subject.surname, rules).components.join(" "),
  dateOfBirth: partialDate(subject.birth),
  gender: SEXES[subject.sex],
  nationality: subject.nationality,
  ...(subject.birthPlace === undefined ? {} : { placeOfBirth: subject.birthPlace }),
  ...(subject.nationalNumber === undefined ? {} : { personalNumber: subject.nationalNumber }),
  ...(subject.address === undefined ? {} : { address: subject.address }),
  ...(subject.telephone === undefined ? {} : { phoneNumber: subject.telephone }),
});

export interface OsiaRequest {
  readonly method: "POST";
  readonly path: string;
  readonly query: { readonly transactionId: string; readonly finalize: "true" };
  readonly body: OsiaEnrollment;
}

/** The createEnrollment request of one enrolment, complete and final. */
export const osiaRequest = (record: EnrolmentRecord, rules: TransliterationRules = {}): OsiaRequest => ({
  method: "POST",
  path: `/v1/enrollments/${record.packetId}`,
  query: { transactionId: record.packetId, finalize: "true" },
  body: {
    enrollmentType: record.process,
    enrollmentFlags: { synthetic: record.subject.synthetic },
    requestData: {
      requestType: record.process === "replacement" ? "REPLACEMENT" : "FIRST_ISSUANCE",
      documentCode: record.documentCode,
      issuingState: record.issuingState,
      ...(record.reference === undefined ? {} : { reference: record.reference }),
      ...(record.service === undefined ? {} : { service: record.service }),
      ...(record.paymentReference === undefined ? {} : { paymentReference: record.paymentReference }),
    },
    contextualData: {
      enrollmentDate: iso(record.sealedAt),
      kiosk: record.kiosk.id,
      mission: record.kiosk.mission,
      software: record.kiosk.software,
      operators: record.operators.map(({ id, role }) => ({ id, role })),
      consent: { ...record.consent, at: iso(record.consent.at) },
    },
    biographicData: biographic(record, rules),
    biometricData: [...faces(record), ...fingers(record), ...missing(record), ...signatures(record)],
    documentData: documents(record),
  },
});
