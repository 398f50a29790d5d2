/** The zone of a passport, TD3: two lines of 44 (Doc 9303-4 section 4.2.2), also as a draft without number and expiry. */
import { OutsideFault } from "../../base/faults.ts";
import { checkDigit } from "../../bytes/check-digit.ts";
import type { PartialDate, Sex } from "../../words/subject.ts";
import { mrzDate } from "./date.ts";
import { filled } from "./field.ts";
import { nameField, type Shortening } from "./name.ts";

/** Second letters of Doc 9303-4 section 4.4; obligatory for all from 2028. */
export const DOCUMENT_CODES = {
  PP: "ordinary passport",
  PD: "diplomatic passport",
  PO: "official or service passport",
  PE: "emergency passport",
  PR: "refugee travel document",
  PT: "alien's travel document",
  PS: "stateless person's travel document",
  PL: "laissez-passer",
  PM: "military passport",
} as const;

export const SEX_LETTERS: Readonly<Record<Sex, string>> = { female: "F", male: "M", unspecified: "<" };

const NAME_LENGTH = 39;
const NUMBER_LENGTH = 9;
const OPTIONAL_LENGTH = 14;

/** Fields of the zone that a draft leaves open. */
export const DRAFT_FIELDS = ["documentNumber", "dateOfExpiry"] as const;
export type DraftField = (typeof DRAFT_FIELDS)[number];

export interface Td3 {
  readonly documentCode: string;
  readonly issuingState: string;
  readonly primary: readonly string[];
  readonly secondary: readonly string[];
  /** Absent: not allotted yet; fillers stand for it and the zone is a draft. */
  readonly documentNumber?: string;
  readonly nationality: string;
  readonly birth: PartialDate;
  readonly sex: Sex;
  /** Absent: not set yet; fillers stand for it and the zone is a draft. */
  readonly expiry?: PartialDate;
  readonly optionalData?: string;
  readonly shortening?: Shortening;
}

export interface Zone {
  readonly lines: readonly [string, string];
  readonly nameTruncated: boolean;
  /** Not empty: never to be personalised as it is. */
  readonly draft: readonly DraftField[];
}

/** One letter may stand alone until the end of 2027; a second one must be of the table since 2026. */
const checkDocumentCode = (code: string): void => {
  if (code !== "P" && !Object.hasOwn(DOCUMENT_CODES, code))
    throw new OutsideFault(
      "policy-refused",
      `Document code "${code}" is none of Doc 9303-4 section 4.4: use one of ${Object.keys(DOCUMENT_CODES).join(", ")}.`,
    );
};

/** @throws OutsideFault input-malformed naming the field, policy-refused for another document code */
export const writeTd3 = (td3: Td3): Zone => {
  checkDocumentCode(td3.documentCode);
  const name = nameField(td3.primary, td3.secondary, NAME_LENGTH, td3.shortening);
  const upper = `${filled(td3.documentCode, 2, "Document code")}${filled(td3.issuingState, 3, "Issuing State")}${name.field}`;
  const number = filled(td3.documentNumber ?? "", NUMBER_LENGTH, "Document number");
  const birth = mrzDate(td3.birth);
  const expiry = td3.expiry === undefined ? "<<<<<<" : mrzDate(td3.expiry);
  const optional = filled(td3.optionalData ?? "", OPTIONAL_LENGTH, "Optional data");
  const a = `${number}${checkDigit(number)}`;
  const b = `${birth}${checkDigit(birth)}`;
  const c = `${expiry}${checkDigit(expiry)}${optional}${checkDigit(optional)}`;
  const nationality = filled(td3.nationality, 3, "Nationality");
  const lower = `${a}${nationality}${b}${SEX_LETTERS[td3.sex]}${c}${checkDigit(`${a}${b}${c}`)}`;
  const open = { documentNumber: td3.documentNumber, dateOfExpiry: td3.expiry };
  return {
    lines: [upper, lower],
    nameTruncated: name.truncated,
    draft: DRAFT_FIELDS.filter((field) => open[field] === undefined),
  };
};
