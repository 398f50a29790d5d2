/**
 * An enrolment for backends that speak OSIA's Enrollment interface (Secure Identity Alliance, OpenAPI, versions 1.3.x;
 * a reader of 1.2.1 leaves out `integrity`): POST /v1/enrollments/{enrollmentId}. Field names are the interface's own.
 */
import type { FingerPosition, ImpressionType, MissingFingerReason } from "../words/characteristic.ts";
import type { EncodedImage, EnrolmentRecord } from "../words/enrolment.ts";
import type { PartialDate } from "../words/subject.ts";
import type { Milliseconds } from "../words/units.ts";
import { digest } from "../formats/cms/algorithms.ts";
import { OID } from "../formats/cms/oids.ts";
import { signMessage } from "../formats/cms/sign.ts";
import type { Signer } from "../formats/cms/signer.ts";
import { writeMinutiaeRecord } from "../formats/iso19794/p2.ts";
import { canonicalJson, type Json } from "../formats/packet/canonical-json.ts";
import { transliterate, type TransliterationRules } from "../formats/mrz/transliterate.ts";
import type { OsiaEnrollment, OsiaFinger, OsiaIntegrity } from "./osia-schema.ts";

type BiometricData = OsiaEnrollment["biometricData"][number];

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
  "nonlive-plain": "NONLIVE_SCAN_PLAIN",
  "nonlive-rolled": "NONLIVE_SCAN_ROLLED",
  "latent-impression": "LATENT_IMPRESSION",
  "latent-tracing": "LATENT_TRACING",
  "latent-photo": "LATENT_PHOTO",
  "latent-lift": "LATENT_LIFT",
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
const subTypeOf = (position: FingerPosition) => position.toUpperCase().replace("-", "_") as OsiaFinger;

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

/** What the integrity block covers: every member that a client sends. */
const SCOPE = [
  "enrollmentType",
  "enrollmentFlags",
  "requestData",
  "contextualData",
  "biographicData",
  "biometricData",
  "documentData",
] as const;

const pem = (der: Uint8Array): string =>
  `-----BEGIN PKCS7-----\n${(to64(der).match(/.{1,64}/gu) ?? []).join("\n")}\n-----END PKCS7-----\n`;

/**
 * Hash over the canonical JSON (RFC 8785) of the scope, hex; with a signer, its detached CMS SignedData over the hash's
 * octets, PEM, as the interface wants of PKCS7.
 */
const integrityOf = async (
  body: OsiaEnrollment,
  signer: Signer | undefined,
  signingTime: Milliseconds,
): Promise<OsiaIntegrity> => {
  const covered = Object.fromEntries(SCOPE.map((member) => [member, body[member]])) as unknown as Json;
  const content = digest("sha256", canonicalJson(covered));
  const common = {
    id: "kiosk",
    scope: SCOPE.map((member) => `$.${member}`).join(" "),
    alg: "SHA256",
    encrypted: false,
    hash: Buffer.from(content).toString("hex"),
  };
  if (signer === undefined) return { ...common, type: "NONE" };
  const { certificates } = signer;
  const signing = { content, contentType: OID.data, detached: true, signingTime, certificates };
  return { ...common, type: "PKCS7", signature: pem(await signMessage(signing, signer)) };
};

export interface OsiaOptions {
  readonly transliteration?: TransliterationRules;
  /** Signs the integrity block; without one it holds the hash alone. */
  readonly signer?: Signer;
}

export interface OsiaRequest {
  readonly method: "POST";
  readonly path: string;
  readonly query: { readonly transactionId: string; readonly finalize: "true" };
  readonly body: OsiaEnrollment;
}

const bodyOf = (record: EnrolmentRecord, rules: TransliterationRules): OsiaEnrollment => ({
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
});

/** The createEnrollment request of one enrolment, complete and final. */
export const osiaRequest = async (
  record: EnrolmentRecord,
  { transliteration = {}, signer }: OsiaOptions = {},
): Promise<OsiaRequest> => {
  const body = bodyOf(record, transliteration);
  return {
    method: "POST",
    path: `/v1/enrollments/${record.packetId}`,
    query: { transactionId: record.packetId, finalize: "true" },
    body: { ...body, integrity: [await integrityOf(body, signer, record.sealedAt)] },
  };
};
