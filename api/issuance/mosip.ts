/**
 * An enrolment as the files of a MOSIP registration packet's `id` part: ID.json, biometrics as CBEFF XML around records of
 * ISO/IEC 19794:2011, papers, audit trail, meta information and the two digests that packet-manager checks. Zipping,
 * encrypting for MOSIP's key manager and the sidecar are its client's own matter.
 */
import { createHash } from "node:crypto";
import { OutsideFault } from "../base/faults.ts";
import type { Attempt, EnrolmentRecord, OperatorRecord } from "../words/enrolment.ts";
import type { Milliseconds } from "../words/units.ts";
import { canonicalJson } from "../formats/packet/canonical-json.ts";
import { birsOf, cbeffXml, derivedUuid, type ToLosslessJp2 } from "./mosip-cbeff.ts";
import {
  bioAttribute,
  documentField,
  ID_SCHEMA_VERSION,
  MAX_DOCUMENTS,
  mosipAuditSchema,
  mosipIdentitySchema,
  mosipMetaSchema,
  type MosipAudit,
  type MosipIdentity,
  type MosipMeta,
} from "./mosip-schema.ts";

export type { ToLosslessJp2 };

const CBEFF = "individualBiometrics_bio_CBEFF";
const EXTENSIONS = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png" } as const;

const two = (part: number | undefined): string => String(part ?? 1).padStart(2, "0");
const iso = (moment: Milliseconds): string => new Date(moment).toISOString();
const inLanguage = (value: string) => [{ language: "fra", value }];
const optional = (name: string, text: string | undefined, simple: boolean) =>
  text === undefined || text === "" ? {} : { [name]: simple ? inLanguage(text) : text };

const documentsOf = (record: EnrolmentRecord) => {
  const given = record.documents ?? [];
  if (given.length > MAX_DOCUMENTS)
    throw new OutsideFault(
      "input-too-large",
      `${given.length} papers where the ID schema for MOSIP has fields for ${MAX_DOCUMENTS}: join them.`,
    );
  return given.map(({ kind, mediaType, bytes }, i) => ({
    field: documentField(i),
    format: EXTENSIONS[mediaType],
    kind,
    bytes,
  }));
};

const identityOf = (record: EnrolmentRecord): MosipIdentity => {
  const { subject } = record;
  const { year, month, day } = subject.birth;
  return {
    identity: {
      IDSchemaVersion: ID_SCHEMA_VERSION,
      fullName: inLanguage(`${subject.givenNames} ${subject.surname}`.trim()),
      // MOSIP knows whole dates only: what is unknown is the first, and told beside.
      dateOfBirth: `${String(year).padStart(4, "0")}/${two(month)}/${two(day)}`,
      birthDatePrecision: month === undefined ? "year" : day === undefined ? "month" : "day",
      gender: inLanguage(subject.sex),
      nationality: subject.nationality,
      ...optional("placeOfBirth", subject.birthPlace, true),
      ...optional("addressLine1", subject.address, true),
      ...optional("phone", subject.telephone, false),
      ...optional("referenceIdentityNumber", subject.nationalNumber, false),
      individualBiometrics: { format: "cbeff", version: 1, value: CBEFF },
      ...Object.fromEntries(
        documentsOf(record).map(({ field, format, kind }) => [field, { format, type: kind, value: field }]),
      ),
    },
  };
};

/** Everyone at the desk, in the labels that packet-manager's consumers look for. */
const operationsOf = (operators: readonly OperatorRecord[]): MosipMeta["identity"]["operationsData"] =>
  (["officer", "supervisor"] as const).flatMap((label) => {
    const person = operators.find(({ role }) => role === (label === "officer" ? "operator" : "supervisor"));
    const by = (method: string) =>
      person === undefined ? null : String(person.authentication?.method === method);
    return [
      { label: `${label}Id`, value: person?.id ?? null },
      { label: `${label}Password`, value: by("password") },
      { label: `${label}PIN`, value: by("pin") },
      { label: `${label}BiometricFileName`, value: null },
      { label: `${label}OTPAuthentication`, value: person === undefined ? null : "false" },
    ];
  });

const labelled = (given: Readonly<Record<string, string | undefined>>) =>
  Object.entries(given).flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));

const metaOf = (record: EnrolmentRecord, birs: Awaited<ReturnType<typeof birsOf>>): MosipMeta => {
  const papers = documentsOf(record);
  return {
    identity: {
      registrationId: record.packetId,
      creationDate: iso(record.sealedAt),
      metaData: labelled({
        registrationId: record.packetId,
        creationDate: iso(record.sealedAt),
        centerId: record.kiosk.mission,
        machineId: record.kiosk.id,
        registrationType: record.process,
        "Registration Client Version Number": record.kiosk.software,
        consentOfApplicant: `${record.consent.textVersion} ${record.consent.language} ${iso(record.consent.at)}`,
        preRegistrationId: record.reference,
        previousRID: record.previousPacketId,
      }),
      operationsData: operationsOf(record.operators),
      biometrics: {
        applicant: Object.fromEntries(
          birs
            .filter(({ block }) => block !== undefined)
            .map(({ attribute, index, numRetry, forceCaptured }) => [
              attribute,
              { birindex: index, numRetry, forceCaptured },
            ]),
        ),
      },
      exceptionBiometrics: record.missingFingers.map(({ position, reason, note }) => ({
        type: "Finger",
        missingBiometric: bioAttribute(position),
        reason: `${reason}: ${note}`,
        exceptionType: reason === "amputated" ? "Permanent" : "Temporary",
        individualType: "applicant",
      })),
      documents: papers.map(({ field, kind }) => ({
        documentName: field,
        documentCategory: kind,
        documentOwner: "Applicant",
        documentType: kind,
      })),
      capturedRegisteredDevices: [],
      capturedNonRegisteredDevices: record.devices.map(({ identity, features, calibration }) => ({
        label: features.characteristic,
        value: [
          [identity.make, identity.model, identity.serial].filter(Boolean).join(" "),
          identity.firmware === undefined ? "" : `firmware ${identity.firmware}`,
          calibration === undefined ? "" : `calibration ${calibration}`,
        ]
          .filter((part) => part !== "")
          .join(", "),
      })),
      hashSequence1: [
        { label: "biometricSequence", value: [CBEFF] },
        { label: "demographicSequence", value: ["ID", ...papers.map(({ field }) => field)] },
      ],
      hashSequence2: [{ label: "otherFiles", value: ["audit"] }],
    },
  };
};

const told = ({ what, number, verdict, override }: Attempt): string => {
  const why = verdict.kind === "rejected" || verdict.kind === "retry" ? ` (${verdict.reason})` : "";
  const by = override === undefined ? "" : `, overridden by ${override.by}: ${override.reason}`;
  return `attempt ${number} at ${what}: ${verdict.kind}${why}${by}`;
};

/** Consent, every attempt, every decision, the sealing: what MOSIP asks for as audits. */
const auditsOf = (record: EnrolmentRecord): MosipAudit[] => {
  const { kiosk, packetId } = record;
  const entry = (name: string, at: Milliseconds, who: string, description: string, i = 0): MosipAudit => ({
    uuid: derivedUuid(packetId, `audit ${name} ${i}`),
    createdAt: iso(at),
    actionTimeStamp: iso(at),
    eventId: `KIOSK-${name.toUpperCase()}`,
    eventName: name,
    eventType: who === kiosk.id ? "SYSTEM" : "USER",
    hostName: kiosk.id,
    hostIp: "",
    applicationId: "KIOSK",
    applicationName: `enrolment kiosk ${kiosk.software}`,
    sessionUserId: who,
    sessionUserName: who,
    id: packetId,
    idType: "REGISTRATION_ID",
    createdBy: kiosk.id,
    moduleName: "enrolment",
    moduleId: kiosk.mission,
    description,
  });
  const { consent, attempts, decisions = [] } = record;
  return [
    entry("consent", consent.at, kiosk.id, `consent ${consent.textVersion} in ${consent.language}`),
    ...attempts.map((one, i) => entry("attempt", one.endedAt, kiosk.id, told(one), i)),
    ...decisions.map(({ what, by, at, reason }, i) => entry("decision", at, by, `${what}: ${reason}`, i)),
    entry("sealed", record.sealedAt, kiosk.id, `audit chain head ${record.auditHead}`),
  ];
};

type Files = ReadonlyMap<string, Uint8Array>;

/** Over the files in the order of their sequence, as packet-manager takes it: hex, upper case. */
const digestOf = (files: Files, names: readonly string[]): Uint8Array => {
  const state = createHash("sha256");
  for (const name of names) state.update(files.get(name) ?? new Uint8Array());
  return new TextEncoder().encode(state.digest("hex").toUpperCase());
};

/**
 * @throws OutsideFault policy-refused: a picture that the converter did not make lossless JPEG 2000; input-too-large:
 * more papers than there are fields for
 */
export const mosipBundle = async (record: EnrolmentRecord, convert: ToLosslessJp2): Promise<Files> => {
  const birs = await birsOf(record, convert);
  const papers = documentsOf(record).map(({ field, format, bytes }): [string, Uint8Array] => [
    `${field}.${format}`,
    bytes,
  ]);
  const biometrics: [string, Uint8Array] = [`${CBEFF}.xml`, cbeffXml(birs)];
  const id: [string, Uint8Array] = ["ID.json", canonicalJson(mosipIdentitySchema.parse(identityOf(record)))];
  const audit: [string, Uint8Array] = ["audit.json", canonicalJson(mosipAuditSchema.parse(auditsOf(record)))];
  const files = new Map([id, biometrics, ...papers, audit]);
  files.set("packet_meta_info.json", canonicalJson(mosipMetaSchema.parse(metaOf(record, birs))));
  const data = [biometrics, id, ...papers].map(([name]) => name);
  files.set("packet_data_hash.txt", digestOf(files, data));
  files.set("packet_operations_hash.txt", digestOf(files, ["audit.json"]));
  return files;
};
