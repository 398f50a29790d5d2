/** Biometrics as MOSIP takes them: CBEFF XML (ISO/IEC 19785-3, edition 2, with MOSIP's `others`) around records of 2011. */
import { createHash } from "node:crypto";
import type { FingerPosition } from "../words/characteristic.ts";
import type { EncodedImage, EnrolledFinger, EnrolmentRecord } from "../words/enrolment.ts";
import type { MeasureResult } from "../words/quality.ts";
import { OutsideFault } from "../base/faults.ts";
import { readCodestream } from "../formats/codestream.ts";
import { NOT_ASSESSED, writeFace2011, writeFinger2011 } from "../formats/iso19794/second-edition.ts";
import { bioAttribute } from "./mosip-schema.ts";
import { MOSIP_FINGERS } from "../words/mosip-fingers.ts";

/** MOSIP registers lossless JPEG 2000 only; who has decoders makes it, once, from the enrolled picture. */
export type ToLosslessJp2 = (image: EncodedImage) => Promise<EncodedImage>;

/** CBEFF format types under owner 257 (ISO/IEC JTC 1/SC 37). */
const FORMAT_TYPES = { Finger: 7, Face: 8 } as const;

const UUID_LENGTH = 16;

/** A UUID of version 8 (RFC 9562) that follows from the packet and a name: the same enrolment, the same bundle. */
export const derivedUuid = (packetId: string, name: string): string => {
  const bytes = createHash("sha256").update(`${packetId}\0${name}`).digest().subarray(0, UUID_LENGTH);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");
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

/** How often it was tried in vain, and whether someone overrode the limits. */
export interface Tries {
  readonly numRetry: number;
  readonly forceCaptured: boolean;
}

export const triesAt = ({ attempts }: EnrolmentRecord, at: FingerPosition | "face"): Tries => ({
  numRetry: attempts.filter(({ what, verdict }) => what === at && verdict.kind !== "accepted").length,
  forceCaptured: attempts.some(({ what, override }) => what === at && override !== undefined),
});

interface Bir extends Tries {
  /** rightIndex, face: names the record in the meta information, too. */
  readonly attribute: string;
  readonly index: string;
  readonly type: keyof typeof FORMAT_TYPES;
  readonly subtype?: string;
  readonly capturedAt: number;
  readonly score: number;
  readonly algorithm: string;
  /** Absent: an exception, a finger that is not there. */
  readonly block?: Uint8Array;
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const qualityXml = (bir: Bir): string => {
  const algorithm = `<Algorithm><Organization>kiosk</Organization><Type>${escaped(bir.algorithm)}</Type></Algorithm>`;
  const found =
    bir.score === NOT_ASSESSED
      ? "<QualityCalculationFailed>not assessed</QualityCalculationFailed>"
      : `<Score>${bir.score}</Score>`;
  return `      <Quality>${algorithm}${found}</Quality>`;
};

/** MOSIP's entries beside the record; an exception has no record (its validator asks for the key then). */
const othersXml = ({ block, numRetry, forceCaptured, score: quality }: Bir): string => {
  const entries = {
    EXCEPTION: String(block === undefined),
    RETRIES: String(numRetry),
    SDK_SCORE: quality === NOT_ASSESSED ? "" : String(quality),
    FORCE_CAPTURED: String(forceCaptured),
  };
  const inside = Object.entries(entries).map(([key, value]) => `<entry key="${key}">${value}</entry>`);
  return `    <others>${inside.join("")}</others>`;
};

/** One BIR, its elements in the order of the schema. */
const birXml = (bir: Bir): string =>
  [
    "  <BIR>",
    "    <Version><Major>1</Major><Minor>1</Minor></Version>",
    "    <CBEFFVersion><Major>1</Major><Minor>1</Minor></CBEFFVersion>",
    "    <BIRInfo><Integrity>false</Integrity></BIRInfo>",
    "    <BDBInfo>",
    `      <Index>${bir.index}</Index>`,
    `      <Format><Organization>257</Organization><Type>${FORMAT_TYPES[bir.type]}</Type></Format>`,
    `      <CreationDate>${new Date(bir.capturedAt).toISOString()}</CreationDate>`,
    `      <Type>${bir.type}</Type>`,
    ...(bir.subtype === undefined ? [] : [`      <Subtype>${bir.subtype}</Subtype>`]),
    "      <Level>Raw</Level>",
    "      <Purpose>Enroll</Purpose>",
    ...(bir.block === undefined ? [] : [qualityXml(bir)]),
    "    </BDBInfo>",
    ...(bir.block === undefined ? [] : [`    <BDB>${Buffer.from(bir.block).toString("base64")}</BDB>`]),
    othersXml(bir),
    "  </BIR>",
  ].join("\n");

export const cbeffXml = (birs: readonly Bir[]): Uint8Array =>
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

const named = (record: EnrolmentRecord, at: FingerPosition | "face") => {
  const attribute = at === "face" ? "face" : bioAttribute(at);
  return { attribute, index: derivedUuid(record.packetId, attribute), ...triesAt(record, at) };
};

const fingerBir = async (
  record: EnrolmentRecord,
  finger: EnrolledFinger,
  convert: ToLosslessJp2,
): Promise<Bir> => {
  const jp2 = await checked(finger.image, convert, `finger ${finger.position}`);
  return {
    ...named(record, finger.position),
    type: "Finger",
    subtype: MOSIP_FINGERS[finger.position],
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
      ...named(record, "face"),
      type: "Face",
      capturedAt: face.capturedAt,
      score: quality,
      algorithm: unified?.algorithm.name ?? UNIFIED,
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

/** Fingers, exceptions, face: one record each. @throws OutsideFault policy-refused */
export const birsOf = async (record: EnrolmentRecord, convert: ToLosslessJp2): Promise<readonly Bir[]> => {
  const birs: Bir[] = [];
  for (const finger of record.fingers) birs.push(await fingerBir(record, finger, convert));
  for (const { position } of record.missingFingers)
    birs.push({
      ...named(record, position),
      type: "Finger",
      subtype: MOSIP_FINGERS[position],
      capturedAt: record.sealedAt,
      score: NOT_ASSESSED,
      algorithm: "none",
    });
  birs.push(...(await faceBir(record, convert)));
  return birs;
};
