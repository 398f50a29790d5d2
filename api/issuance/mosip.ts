/**
 * An enrolment as the files of a MOSIP-style registration packet: ID.json, biometrics as CBEFF XML around records of
 * ISO/IEC 19794:2011, meta information and the two lists of digests. Zipping and sealing are the backend's own matter.
 */
import { createHash } from "node:crypto";
import type { FingerPosition } from "../words/characteristic.ts";
import type { EncodedImage, EnrolledFinger, EnrolmentRecord } from "../words/enrolment.ts";
import type { MeasureResult } from "../words/quality.ts";
import { OutsideFault } from "../base/faults.ts";
import { readCodestream } from "../formats/codestream.ts";
import { NOT_ASSESSED, writeFace2011, writeFinger2011 } from "../formats/iso19794/second-edition.ts";
import { canonicalJson, type Json } from "../formats/packet/canonical-json.ts";

/** MOSIP registers lossless JPEG 2000 only; who has decoders makes it, once, from the enrolled picture. */
export type ToLosslessJp2 = (image: EncodedImage) => Promise<EncodedImage>;

/** CBEFF format types under owner 257 (ISO/IEC JTC 1/SC 37). */
const FORMAT_TYPES = { Finger: 7, Face: 8 } as const;

const SUBTYPES: Readonly<Record<FingerPosition, string>> = {
  "right-thumb": "Right Thumb",
  "right-index": "Right IndexFinger",
  "right-middle": "Right MiddleFinger",
  "right-ring": "Right RingFinger",
  "right-little": "Right LittleFinger",
  "left-thumb": "Left Thumb",
  "left-index": "Left IndexFinger",
  "left-middle": "Left MiddleFinger",
  "left-ring": "Left RingFinger",
  "left-little": "Left LittleFinger",
};

const score = (quality: MeasureResult): number =>
  quality.kind === "assessed" ? Math.min(100, Math.max(0, Math.round(quality.scalar))) : NOT_ASSESSED;

const checked = async (image: EncodedImage, convert: ToLosslessJp2, label: string): Promise<EncodedImage> => {
  const jp2 = await convert(image);
  const found = readCodestream(jp2.bytes, label);
  if (
    found.mediaType !== "image/jp2" ||
    found.reversible !== true ||
    found.width !== jp2.width ||
    found.height !== jp2.height
  )
    throw new OutsideFault(
      "policy-refused",
      `${label}: MOSIP registers lossless JPEG 2000 only (its record validators).`,
    );
  return jp2;
};

interface Bir {
  readonly type: keyof typeof FORMAT_TYPES;
  readonly subtype: string;
  readonly capturedAt: number;
  readonly score: number;
  readonly algorithm: string;
  readonly block: Uint8Array;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** One BIR of the CBEFF XML patron format (ISO/IEC 19785-3, edition 2). */
const birXml = (bir: Bir): string =>
  [
    "  <BIR>",
    "    <Version><Major>1</Major><Minor>1</Minor></Version>",
    "    <CBEFFVersion><Major>1</Major><Minor>1</Minor></CBEFFVersion>",
    "    <BIRInfo><Integrity>false</Integrity></BIRInfo>",
    "    <BDBInfo>",
    `      <Format><Organization>257</Organization><Type>${FORMAT_TYPES[bir.type]}</Type></Format>`,
    `      <CreationDate>${new Date(bir.capturedAt).toISOString()}</CreationDate>`,
    `      <Type>${bir.type}</Type>`,
    `      <Subtype>${bir.subtype}</Subtype>`,
    "      <Level>Raw</Level>",
    "      <Purpose>Enroll</Purpose>",
    ...(bir.score === NOT_ASSESSED
      ? []
      : [
          `      <Quality><Algorithm><Organization>kiosk</Organization><Type>${escaped(bir.algorithm)}</Type></Algorithm><Score>${bir.score}</Score></Quality>`,
        ]),
    "    </BDBInfo>",
    `    <BDB>${Buffer.from(bir.block).toString("base64")}</BDB>`,
    "  </BIR>",
  ].join("\n");

const cbeffXml = (birs: readonly Bir[]): Uint8Array =>
  new TextEncoder().encode(
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<BIR xmlns="http://standards.iso.org/iso-iec/19785/-3/ed-2/">',
      "  <BIRInfo><Integrity>false</Integrity></BIRInfo>",
      ...birs.map(birXml),
      "</BIR>",
      "",
    ].join("\n"),
  );

const fingerBir = async (finger: EnrolledFinger, convert: ToLosslessJp2): Promise<Bir> => {
  const jp2 = await checked(finger.image, convert, `finger ${finger.position}`);
  return {
    type: "Finger",
    subtype: SUBTYPES[finger.position],
    capturedAt: finger.capturedAt,
    score: score(finger.quality),
    algorithm: finger.qualityAlgorithm.name,
    block: writeFinger2011({
      position: finger.position,
      impression: finger.template.impression,
      quality: score(finger.quality),
      ppi: Math.round(finger.ppi),
      compression: "jp2-lossless",
      width: jp2.width,
      height: jp2.height,
      capturedAt: finger.capturedAt,
      image: jp2.bytes,
    }),
  };
};

/** Which of the portrait's measures stands for the whole, as ISO/IEC 29794-5 calls it. */
const UNIFIED = "UnifiedQualityScore";

const faceBir = async (record: EnrolmentRecord, convert: ToLosslessJp2): Promise<readonly Bir[]> => {
  const { face, subject } = record;
  if (face === undefined) return [];
  const jp2 = await checked(face.master, convert, "portrait");
  const unified = face.checks.find(({ id }) => id === UNIFIED);
  const quality = unified === undefined ? NOT_ASSESSED : score(unified.result);
  return [
    {
      type: "Face",
      subtype: "",
      capturedAt: face.capturedAt,
      score: quality,
      algorithm: unified?.algorithm.name ?? "none",
      block: writeFace2011({
        gender: subject.sex,
        quality,
        mediaType: "jp2-lossless",
        width: jp2.width,
        height: jp2.height,
        capturedAt: face.capturedAt,
        image: jp2.bytes,
      }),
    },
  ];
};

const two = (part: number | undefined): string => String(part ?? 1).padStart(2, "0");

const inLanguage = (value: string): Json => [{ language: "fra", value }];

const identity = ({ subject, packetId }: EnrolmentRecord): Json => {
  const { year, month, day } = subject.birth;
  return {
    identity: {
      IDSchemaVersion: 1,
      registrationId: packetId,
      fullName: inLanguage(`${subject.givenNames} ${subject.surname}`.trim()),
      // MOSIP knows whole dates only: what is unknown is the first, and told beside.
      dateOfBirth: `${String(year).padStart(4, "0")}/${two(month)}/${two(day)}`,
      dateOfBirthVerified: month !== undefined && day !== undefined,
      gender: inLanguage(subject.sex),
      nationality: subject.nationality,
      phone: subject.telephone,
      addressLine1: subject.address === undefined ? undefined : inLanguage(subject.address),
      individualBiometrics: { format: "cbeff", version: 1, value: "individualBiometrics_bio_CBEFF" },
    },
  };
};

const meta = (record: EnrolmentRecord): Json => ({
  identity: {
    biometric: {
      applicant: Object.fromEntries(
        record.fingers.map(({ position }) => [
          SUBTYPES[position],
          {
            numRetry: record.attempts.filter(
              ({ what, verdict }) => what === position && verdict.kind !== "accepted",
            ).length,
            forceCaptured: record.attempts.some(
              ({ what, override }) => what === position && override !== undefined,
            ),
          },
        ]),
      ),
    },
    exceptionBiometrics: record.missingFingers.map(({ position, reason, note }) => ({
      type: "fingerprint",
      missingBiometric: SUBTYPES[position],
      reason: `${reason}: ${note}`,
      exceptionType: reason === "amputated" ? "Permanent" : "Temporary",
      individualType: "INDIVIDUAL",
    })),
    metaData: [
      { label: "registrationId", value: record.packetId },
      { label: "machineId", value: record.kiosk.id },
      { label: "centerId", value: record.kiosk.mission },
      { label: "consentOfApplicant", value: `${record.consent.textVersion} ${record.consent.language}` },
      { label: "creationDate", value: new Date(record.sealedAt).toISOString() },
      { label: "Registration Client Version Number", value: record.kiosk.software },
    ],
    operationsData: record.operators.map(({ id, role }) => ({
      label: role === "supervisor" ? "supervisorId" : "officerId",
      value: id,
    })),
    capturedRegisteredDevices: record.devices.map(({ identity }) => ({
      deviceType: identity.driver,
      deviceServiceVersion: identity.firmware ?? "",
      digitalId: { make: identity.make, model: identity.model, serialNo: identity.serial ?? "" },
    })),
  },
});

/** Digest over the files in the order of their list, as MOSIP's packet_data_hash has it: hex, upper case. */
const digestOf = (files: ReadonlyMap<string, Uint8Array>, names: readonly string[]): Uint8Array => {
  const state = createHash("sha256");
  for (const name of names) state.update(files.get(name) ?? new Uint8Array());
  return new TextEncoder().encode(state.digest("hex").toUpperCase());
};

/** @throws OutsideFault policy-refused: a picture that the converter did not make lossless JPEG 2000 */
export const mosipBundle = async (
  record: EnrolmentRecord,
  convert: ToLosslessJp2,
): Promise<ReadonlyMap<string, Uint8Array>> => {
  const birs: Bir[] = [];
  for (const finger of record.fingers) birs.push(await fingerBir(finger, convert));
  birs.push(...(await faceBir(record, convert)));
  const files = new Map<string, Uint8Array>([
    ["ID.json", canonicalJson(identity(record))],
    ["individualBiometrics_bio_CBEFF.xml", cbeffXml(birs)],
  ]);
  const documents = (record.documents ?? []).map(({ kind, mediaType, bytes }, i) => ({
    name: `${kind}_${i + 1}.${mediaType === "application/pdf" ? "pdf" : "jpg"}`,
    bytes,
  }));
  for (const { name, bytes } of documents) files.set(name, bytes);
  const data = [...files.keys()];
  files.set("packet_meta_info.json", canonicalJson(meta(record)));
  files.set("packet_data_hash.txt", digestOf(files, data));
  files.set("packet_operations_hash.txt", digestOf(files, ["packet_meta_info.json"]));
  return files;
};
