/** The data groups of one enrolment (Doc 9303-10 section 4.7), in one generation of biometric records. */
import { OutsideFault } from "../../base/faults.ts";
import type { RandomSource } from "../../base/random.ts";
import type { EnrolmentRecord } from "../../words/enrolment.ts";
import type { Subject } from "../../words/subject.ts";
import type { BiometricTemplate, Generation } from "../lds/biometric-template.ts";
import { writeDg1 } from "../lds/dg1.ts";
import { writeDg2 } from "../lds/dg2.ts";
import { EMPTY_DG3_FILLER, writeDg3, writeEmptyDg3 } from "../lds/dg3.ts";
import { writeDg7 } from "../lds/dg7.ts";
import { MAX_TEXT, writeDg11, type Dg11 } from "../lds/dg11.ts";
import { writeDg12, type Dg12 } from "../lds/dg12.ts";
import type { DataGroupNumber } from "../lds/tags.ts";
import { ENCODERS } from "./biometric-records.ts";
import { fullDate } from "../mrz/date.ts";
import type { Zone } from "../mrz/td3.ts";

const joined = (text: string): string =>
  text
    .normalize("NFC")
    .trim()
    .split(/[\s,\u002d\u2010-\u2015]+/u)
    .join("<")
    .toUpperCase();

/** Fillers as in the zone, letters as in the nation's script (Doc 9303-10 table 72, element 01). */
export const fullName = ({ surname, givenNames }: Pick<Subject, "surname" | "givenNames">): string => {
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
