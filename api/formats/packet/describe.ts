/** From the session's words to the manifest's: times as text, scores at their published precision, no pictures. */
import { createHash } from "node:crypto";
import type {
  Attempt,
  EncodedImage,
  EnrolledFace,
  EnrolledFinger,
  EnrolmentRecord,
} from "../../words/enrolment.ts";
import type { Check, MeasureResult } from "../../words/quality.ts";
import type { Milliseconds } from "../../words/units.ts";
import type { Transliteration } from "../mrz/transliterate.ts";
import {
  fingerFile,
  MANIFEST_FORMAT,
  MANIFEST_VERSION,
  type Manifest,
  type ManifestCheck,
} from "./manifest.ts";
import { extensionOf, FACE_FILES, mediaTypeOfFile, SIGNATURE_TRAJECTORY, documentFile } from "./files.ts";

const iso = (moment: Milliseconds): string => new Date(moment).toISOString();
export const sha256Hex = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const SIGNIFICANT_DIGITS = 4;

/** Whole numbers stay; others keep four significant digits: beyond them processors differ. */
export const published = (value: number): number =>
  Number.isInteger(value) ? value : Number(value.toPrecision(SIGNIFICANT_DIGITS));

const result = (measured: MeasureResult): ManifestCheck["result"] =>
  measured.kind === "assessed"
    ? { kind: measured.kind, raw: published(measured.raw), scalar: published(measured.scalar) }
    : { ...measured };

/** A copy without the members that are undefined, which the schema does not know. */
const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

const check = ({ id, result: measured, algorithm, limit, passed }: Check): ManifestCheck => ({
  id,
  result: result(measured),
  algorithm: { name: algorithm.name, version: algorithm.version },
  ...(limit === undefined ? {} : { limit: present({ ...limit }) }),
  ...(passed === undefined ? {} : { passed }),
});

const attempt = ({ override, ...given }: Attempt): Manifest["attempts"][number] => ({
  number: given.number,
  what: given.what,
  startedAt: iso(given.startedAt),
  endedAt: iso(given.endedAt),
  device: present({ ...given.device }),
  checks: given.checks.map(check),
  verdict: { ...given.verdict },
  ...(override === undefined
    ? {}
    : { override: { by: override.by, reason: override.reason, at: iso(override.at) } }),
});

const picture = (image: EncodedImage, file: string) => ({
  file,
  mediaType: image.mediaType,
  width: image.width,
  height: image.height,
});

const face = (given: EnrolledFace): NonNullable<Manifest["face"]> => ({
  master: picture(given.master, FACE_FILES.master(given.master)),
  chip: picture(given.chip, FACE_FILES.chip(given.chip)),
  ...(given.points === undefined
    ? {}
    : {
        points: {
          leftEyeCentre: {
            x: published(given.points.leftEyeCentre.x),
            y: published(given.points.leftEyeCentre.y),
          },
          rightEyeCentre: {
            x: published(given.points.rightEyeCentre.x),
            y: published(given.points.rightEyeCentre.y),
          },
        },
      }),
  processing: [...given.processing],
  checks: given.checks.map(check),
  device: present({ ...given.device }),
  capturedAt: iso(given.capturedAt),
});

const finger = (given: EnrolledFinger, minutiae: number): Manifest["fingers"][number] => ({
  position: given.position,
  image: picture(given.image, fingerFile(given.position, extensionOf(given.image.mediaType))),
  template: fingerFile(given.position, "fmr"),
  ppi: given.ppi,
  impression: given.template.impression,
  quality: result(given.quality),
  qualityAlgorithm: { ...given.qualityAlgorithm },
  extractor: { ...given.extractor },
  minutiae,
  device: present({ ...given.device }),
  capturedAt: iso(given.capturedAt),
});

/** What sealing knows beyond the record. */
export interface Described {
  readonly primary: Transliteration;
  readonly secondary: Transliteration;
  readonly nameTruncated: boolean;
  readonly mrz: readonly string[];
  readonly provisional: readonly ("documentNumber" | "dateOfExpiry")[];
  readonly lds?: NonNullable<Manifest["lds"]>;
  readonly minutiae: (finger: EnrolledFinger) => number;
  readonly specimen: boolean;
  readonly algorithms: Manifest["algorithms"];
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const who = (record: EnrolmentRecord) => ({
  operators: record.operators.map(({ id, role, authentication }) => ({
    id,
    role,
    ...(authentication === undefined
      ? {}
      : { authentication: { method: authentication.method, at: iso(authentication.at) } }),
  })),
  ...(record.decisions === undefined
    ? {}
    : { decisions: record.decisions.map((decision) => ({ ...decision, at: iso(decision.at) })) }),
  kiosk: { ...record.kiosk },
  policy: { ...record.policy },
  auditHead: record.auditHead,
  clock: { source: record.clockSource, startedAt: iso(record.startedAt), sealedAt: iso(record.sealedAt) },
});

const devices = (record: EnrolmentRecord): Manifest["devices"] =>
  record.devices.map(({ identity, features, calibration }) => ({
    identity: present({ ...identity }),
    characteristic: features.characteristic,
    evidence: features.evidence,
    suitability: features.suitability,
    presentationAttackDetection: features.presentationAttackDetection,
    ...(features.ppi === undefined ? {} : { ppi: features.ppi }),
    ...(features.bitDepth === undefined ? {} : { bitDepth: features.bitDepth }),
    ...(calibration === undefined ? {} : { calibration }),
  }));

const captured = (record: EnrolmentRecord, described: Described) => ({
  ...(record.face === undefined ? {} : { face: face(record.face) }),
  fingers: record.fingers.map((given) => finger(given, described.minutiae(given))),
  missingFingers: record.missingFingers.map(({ position, reason, note }) => ({ position, reason, note })),
  ...(record.signature === undefined
    ? {}
    : {
        signature: {
          image: picture(
            record.signature.image,
            `signature.${extensionOf(record.signature.image.mediaType)}`,
          ),
          ppi: record.signature.ppi,
          ...(record.signature.trajectory === undefined ? {} : { trajectory: SIGNATURE_TRAJECTORY }),
          device: present({ ...record.signature.device }),
          capturedAt: iso(record.signature.capturedAt),
        },
      }),
  documents: (record.documents ?? []).map((document, i) => ({
    kind: document.kind,
    file: documentFile(i, document),
    mediaType: document.mediaType,
    ...(document.legible === undefined ? {} : { legible: document.legible }),
  })),
  attempts: record.attempts.map(attempt),
});

const request = (record: EnrolmentRecord) =>
  present({
    packetId: record.packetId,
    process: record.process,
    reference: record.reference,
    service: record.service,
    paymentReference: record.paymentReference,
    previousPacketId: record.previousPacketId,
    issuingState: record.issuingState,
    documentCode: record.documentCode,
  });

export const describe = (record: EnrolmentRecord, described: Described): Manifest => ({
  format: MANIFEST_FORMAT,
  version: MANIFEST_VERSION,
  ...request(record),
  applicant: present({ ...record.subject, birth: present({ ...record.subject.birth }) }),
  transliterated: {
    primary: [...described.primary.components],
    secondary: [...described.secondary.components],
    notes: [...described.primary.notes, ...described.secondary.notes].map((note) => ({ ...note })),
    truncated: described.nameTruncated,
  },
  mrz: [...described.mrz],
  dg1: { provisional: [...described.provisional] },
  ...(described.lds === undefined ? {} : { lds: described.lds }),
  consent: {
    textVersion: record.consent.textVersion,
    language: record.consent.language,
    at: iso(record.consent.at),
  },
  ...captured(record, described),
  devices: devices(record),
  ...who(record),
  specimen: described.specimen,
  algorithms: described.algorithms,
  files: [...described.files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => ({
      name,
      mediaType: mediaTypeOfFile(name),
      size: bytes.length,
      sha256: sha256Hex(bytes),
    })),
});
