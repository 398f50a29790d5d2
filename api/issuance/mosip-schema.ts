/**
 * What a MOSIP registration packet's JSON files hold, restated strictly from the public ones: packet-manager's writer and
 * validator (MetaInfo, HashSequenceMetaInfo, AuditDto), mosip/documentation's sample packet and sample ID schema. The
 * identity's own fields are each country's: `mosipIdSchema` is ours, in MOSIP's form, for a State to load.
 */
import { z } from "zod";
import { FINGER_POSITIONS, type FingerPosition } from "../words/characteristic.ts";

const text = z.string().min(1);
const moment = z.iso.datetime({ precision: 3 });
/** packet-manager writes counts and flags as text. */
const labelled = z.strictObject({ label: text, value: z.string().nullable() });

/** "right-index" is rightIndex there. */
export const bioAttribute = (position: FingerPosition): string =>
  position.replace(/-(.)/u, (_, letter: string) => letter.toUpperCase());
const FINGERS = (Object.keys(FINGER_POSITIONS) as FingerPosition[]).map(bioAttribute);
const attribute = z.enum(["face", ...FINGERS]);

const simpleType = z.array(z.strictObject({ language: z.string().length(3), value: text })).min(1);
const documentType = z.strictObject({ format: z.enum(["pdf", "jpg", "png"]), type: text, value: text });
const biometricsType = z.strictObject({
  format: z.literal("cbeff"),
  version: z.number().min(0),
  value: text,
});

export const MAX_DOCUMENTS = 9;
export const documentField = (index: number): string => `supportingDocument${index + 1}`;
const DOCUMENT_FIELDS = Array.from({ length: MAX_DOCUMENTS }, (_, i) => documentField(i));
const documents = Object.fromEntries(DOCUMENT_FIELDS.map((field) => [field, documentType.optional()]));

const DATE = /^(?:18[7-9]\d|19\d\d|20\d\d)\/(?:0[1-9]|1[0-2])\/(?:0[1-9]|[12]\d|3[01])$/u;
export const ID_SCHEMA_VERSION = 1;

export const mosipIdentitySchema = z.strictObject({
  identity: z.strictObject({
    IDSchemaVersion: z.number().min(0),
    fullName: simpleType,
    dateOfBirth: z.string().regex(DATE),
    gender: simpleType,
    nationality: text,
    individualBiometrics: biometricsType,
    birthDatePrecision: z.enum(["day", "month", "year"]),
    placeOfBirth: simpleType.optional(),
    addressLine1: simpleType.optional(),
    phone: text.optional(),
    referenceIdentityNumber: text.optional(),
    ...documents,
  }),
});
export type MosipIdentity = z.infer<typeof mosipIdentitySchema>;

const modality = z.strictObject({ birindex: z.uuid(), numRetry: z.int().min(0), forceCaptured: z.boolean() });
const sequence = (label: string) => z.strictObject({ label: z.literal(label), value: z.array(text).min(1) });

export const mosipMetaSchema = z.strictObject({
  identity: z.strictObject({
    registrationId: text,
    creationDate: moment,
    metaData: z.array(labelled).min(1),
    operationsData: z.array(labelled),
    biometrics: z.strictObject({ applicant: z.partialRecord(attribute, modality) }),
    exceptionBiometrics: z.array(
      z.strictObject({
        type: z.literal("Finger"),
        missingBiometric: attribute,
        reason: text,
        exceptionType: z.enum(["Permanent", "Temporary"]),
        individualType: z.literal("applicant"),
      }),
    ),
    documents: z.array(
      z.strictObject({
        documentName: text,
        documentCategory: text,
        documentOwner: z.literal("Applicant"),
        documentType: text,
      }),
    ),
    /** Devices under MOSIP's own device management: none of ours is. */
    capturedRegisteredDevices: z.array(z.never()),
    capturedNonRegisteredDevices: z.array(labelled),
    hashSequence1: z.tuple([sequence("biometricSequence"), sequence("demographicSequence")]),
    hashSequence2: z.tuple([sequence("otherFiles")]),
  }),
});
export type MosipMeta = z.infer<typeof mosipMetaSchema>;

export const mosipAuditSchema = z
  .array(
    z.strictObject({
      uuid: z.uuid(),
      createdAt: moment,
      actionTimeStamp: moment,
      eventId: text,
      eventName: text,
      eventType: z.enum(["USER", "SYSTEM"]),
      hostName: text,
      hostIp: z.string(),
      applicationId: text,
      applicationName: text,
      sessionUserId: text,
      sessionUserName: text,
      id: text,
      idType: z.literal("REGISTRATION_ID"),
      createdBy: text,
      moduleName: text,
      moduleId: text,
      description: text,
    }),
  )
  .min(1);
export type MosipAudit = z.infer<typeof mosipAuditSchema>[number];

const field = (type: object, fieldCategory: "none" | "pvt", more: object = {}) => ({
  bioAttributes: [],
  fieldCategory,
  format: "none",
  fieldType: "default",
  ...type,
  ...more,
});
const SIMPLE = { $ref: "#/definitions/simpleType" };
const STRING = { type: "string" };

const strict = (properties: object, required: readonly string[]) => ({
  type: "object",
  additionalProperties: false,
  properties,
  required,
});

/** The ID schema of these enrolments in MOSIP's form (JSON Schema draft-07 with its field attributes), to be loaded there. */
export const mosipIdSchema = (): object => ({
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Passport enrolment",
  description: "Fields of an enrolment at the kiosk; version in IDSchemaVersion",
  definitions: {
    simpleType: {
      type: "array",
      uniqueItems: true,
      items: strict({ language: STRING, value: STRING }, ["language", "value"]),
    },
    documentType: strict({ format: STRING, type: STRING, value: STRING }, []),
    biometricsType: strict({ format: STRING, version: { type: "number", minimum: 0 }, value: STRING }, []),
  },
  ...strict(
    {
      identity: strict(
        {
          IDSchemaVersion: field({ type: "number", minimum: 0 }, "none"),
          fullName: field(SIMPLE, "pvt"),
          dateOfBirth: field({ ...STRING, pattern: DATE.source }, "pvt", {
            validators: [{ type: "regex", validator: DATE.source, arguments: [] }],
          }),
          birthDatePrecision: field({ ...STRING, enum: ["day", "month", "year"] }, "pvt"),
          gender: field(SIMPLE, "pvt"),
          nationality: field(STRING, "pvt"),
          placeOfBirth: field(SIMPLE, "pvt"),
          addressLine1: field(SIMPLE, "pvt"),
          phone: field(STRING, "pvt"),
          referenceIdentityNumber: field(STRING, "pvt"),
          individualBiometrics: field({ $ref: "#/definitions/biometricsType" }, "pvt", {
            bioAttributes: [...FINGERS, "face"],
          }),
          ...Object.fromEntries(
            DOCUMENT_FIELDS.map((name) => [name, field({ $ref: "#/definitions/documentType" }, "pvt")]),
          ),
        },
        [
          "IDSchemaVersion",
          "fullName",
          "dateOfBirth",
          "birthDatePrecision",
          "gender",
          "nationality",
          "individualBiometrics",
        ],
      ),
    },
    ["identity"],
  ),
});
