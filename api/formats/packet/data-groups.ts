/** The data groups of one enrolment (Doc 9303-10 section 4.7), in one generation of biometric records. */
import { OutsideFault } from "../../base/faults.ts";
import type { RandomSource } from "../../base/random.ts";
import type { EnrolledFace, EnrolledFinger, EnrolmentRecord } from "../../words/enrolment.ts";
import type { Subject } from "../../words/subject.ts";
import { checkedCodestream } from "../codestream.ts";
import { writeFaceRecord } from "../iso19794/p5.ts";
import { writeFingerRecord } from "../iso19794/p4.ts";
import type { BiometricTemplate, Generation } from "../lds/biometric-template.ts";
import { writeDg1 } from "../lds/dg1.ts";
import { writeDg2 } from "../lds/dg2.ts";
import { EMPTY_DG3_FILLER, writeDg3, writeEmptyDg3 } from "../lds/dg3.ts";
import { writeDg7 } from "../lds/dg7.ts";
import { MAX_TEXT, writeDg11, type Dg11 } from "../lds/dg11.ts";
import { writeDg12, type Dg12 } from "../lds/dg12.ts";
import type { DataGroupNumber } from "../lds/tags.ts";
import { fullDate } from "../mrz/date.ts";
import type { Zone } from "../mrz/td3.ts";

const isFaceType = (mediaType: string): mediaType is "image/jpeg" | "image/jp2" =>
  mediaType === "image/jpeg" || mediaType === "image/jp2";

/** ISO/IEC 19794-5:2005 in the form for DG2. */
const face19794 = (face: EnrolledFace, subject: Subject): Uint8Array => {
  const { chip, points } = face;
  const { components } = checkedCodestream(chip, "portrait for the chip");
  if (!isFaceType(chip.mediaType))
    throw new OutsideFault(
      "policy-refused",
      `The portrait for the chip is ${chip.mediaType}; DG2 takes JPEG or JPEG 2000 (19794-5 5.7.2): encode it as one.`,
    );
  return writeFaceRecord({
    gender: subject.sex,
    points:
      points === undefined
        ? []
        : [
            {
              code: "left-eye-centre",
              x: Math.round(points.leftEyeCentre.x),
              y: Math.round(points.leftEyeCentre.y),
            },
            {
              code: "right-eye-centre",
              x: Math.round(points.rightEyeCentre.x),
              y: Math.round(points.rightEyeCentre.y),
            },
          ],
    faceImageType: "full-frontal",
    mediaType: chip.mediaType,
    width: chip.width,
    height: chip.height,
    colourSpace: components === 1 ? "grey8" : "rgb24",
    sourceType: "digital-video-frame",
    image: chip.bytes,
  });
};

/** 0..100; 254 where the quality could not be assessed. */
const NOT_REPORTED = 254;

export const qualityOctet = ({ quality }: EnrolledFinger): number =>
  quality.kind === "assessed" ? Math.min(100, Math.max(0, Math.round(quality.scalar))) : NOT_REPORTED;

const finger19794 = (finger: EnrolledFinger): Uint8Array => {
  if (finger.image.mediaType !== "application/octet-stream")
    checkedCodestream(finger.image, `finger ${finger.position}`);
  return writeFingerRecord({
    position: finger.position,
    impression: finger.template.impression,
    quality: qualityOctet(finger),
    ppi: finger.ppi,
    compression: finger.image.mediaType,
    width: finger.image.width,
    height: finger.image.height,
    image: finger.image.bytes,
  });
};

export interface Encoders {
  readonly face: (face: EnrolledFace, subject: Subject) => Uint8Array;
  readonly finger: (finger: EnrolledFinger) => Uint8Array;
}

/** One pair of encoders for each generation: they are never mixed. */
export const ENCODERS: Readonly<Record<Generation, Encoders>> = {
  iso19794: { face: face19794, finger: finger19794 },
  iso39794: { face: face19794, finger: finger19794 },
};

const joined = (text: string): string =>
  text
    .normalize("NFC")
    .trim()
    .split(/[\s,\u002d\u2010-\u2015]+/u)
    .join("<")
    .toUpperCase();

/** Fillers as in the zone, letters as in the nation's script (Doc 9303-10 table 72, element 01). */
export const fullName = ({ surname, givenNames }: Subject): string => {
  return givenNames.trim() === "" ? joined(surname) : `${joined(surname)}<<${joined(givenNames)}`;
};

const utf8Length = (text: string): number => new TextEncoder().encode(text).length;

/** DG11 may not truncate: what does not fit is left out, and told. */
export const details = (subject: Subject): { readonly value: Dg11; readonly omitted: readonly string[] } => {
  const texts = {
    fullName: fullName(subject),
    personalNumber: subject.nationalNumber,
    birthPlace: subject.birthPlace,
    address: subject.address,
    telephone: subject.telephone,
  };
  const given = Object.entries(texts).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "",
  );
  return {
    value: {
      ...Object.fromEntries(given.filter(([, text]) => utf8Length(text) <= MAX_TEXT)),
      birthDate: fullDate(subject.birth),
    },
    omitted: given.filter(([, text]) => utf8Length(text) > MAX_TEXT).map(([key]) => `DG11 ${key}`),
  };
};

export interface DataGroupOptions {
  readonly generation: Generation;
  /** The State stores fingerprints: a holder without any gets the empty DG3 (section 4.7.3.2.2). */
  readonly storesFingerprints: boolean;
  readonly dg12?: Dg12 | undefined;
}

export interface DataGroups {
  readonly files: ReadonlyMap<DataGroupNumber, Uint8Array>;
  readonly omitted: readonly string[];
}

/** @throws OutsideFault input-missing without a portrait: DG2 is mandatory */
export const writeDataGroups = (
  record: EnrolmentRecord,
  zone: Zone,
  options: DataGroupOptions,
  random: RandomSource,
): DataGroups => {
  const { generation } = options;
  const encoders = ENCODERS[generation];
  if (record.face === undefined)
    throw new OutsideFault(
      "input-missing",
      "The enrolment has no portrait, and DG2 is mandatory (Doc 9303-10 4.7.2): take the portrait.",
    );
  const face: BiometricTemplate = { generation, block: encoders.face(record.face, record.subject) };
  const fingers = record.fingers.map((finger) => ({
    position: finger.position,
    generation,
    block: encoders.finger(finger),
  }));
  const { value, omitted } = details(record.subject);
  const files = new Map<DataGroupNumber, Uint8Array>([
    [1, writeDg1(zone.lines)],
    [2, writeDg2([face])],
  ]);
  if (options.storesFingerprints)
    files.set(
      3,
      fingers.length > 0 ? writeDg3(fingers) : writeEmptyDg3(random("empty-dg3-filler", EMPTY_DG3_FILLER)),
    );
  if (record.signature !== undefined) files.set(7, writeDg7([record.signature.image.bytes]));
  files.set(11, writeDg11(value));
  if (options.dg12 !== undefined) files.set(12, writeDg12(options.dg12));
  return { files, omitted };
};
