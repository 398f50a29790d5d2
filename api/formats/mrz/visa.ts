/** Zones of visas: MRV-A, two lines of 44, and MRV-B, two lines of 36 (Doc 9303-7 sections 4.2.2 and 7.2.2). */
import { checkDigit } from "../../bytes/check-digit.ts";
import type { PartialDate, Sex } from "../../words/subject.ts";
import { mrzDate } from "./date.ts";
import { filled } from "./field.ts";
import { nameField, type Shortening } from "./name.ts";
import { SEX_LETTERS, type Zone } from "./td3.ts";

export const VISA_FORMATS = {
  "MRV-A": { name: 39, optional: 16 },
  "MRV-B": { name: 31, optional: 8 },
} as const;
export type VisaFormat = keyof typeof VISA_FORMATS;

export interface Visa {
  readonly format: VisaFormat;
  /** V, or V and a letter of the State's choice. */
  readonly documentCode: string;
  readonly issuingState: string;
  readonly primary: readonly string[];
  readonly secondary: readonly string[];
  /** Of the passport or of the visa; absent: not known yet. */
  readonly documentNumber?: string;
  readonly nationality: string;
  readonly birth: PartialDate;
  readonly sex: Sex;
  readonly validUntil?: PartialDate;
  readonly optionalData?: string;
  readonly shortening?: Shortening;
}

/** @throws OutsideFault input-malformed naming the field */
export const writeVisa = (visa: Visa): Zone => {
  const lengths = VISA_FORMATS[visa.format];
  const name = nameField(visa.primary, visa.secondary, lengths.name, visa.shortening);
  const number = filled(visa.documentNumber ?? "", 9, "Document number");
  const birth = mrzDate(visa.birth);
  const until = visa.validUntil === undefined ? "<<<<<<" : mrzDate(visa.validUntil);
  const upper = `${filled(visa.documentCode, 2, "Document code")}${filled(visa.issuingState, 3, "Issuing State")}${name.field}`;
  const lower = [
    number,
    checkDigit(number),
    filled(visa.nationality, 3, "Nationality"),
    birth,
    checkDigit(birth),
    SEX_LETTERS[visa.sex],
    until,
    checkDigit(until),
    filled(visa.optionalData ?? "", lengths.optional, "Optional data"),
  ].join("");
  return {
    lines: [upper, lower],
    nameTruncated: name.truncated,
    draft: [
      ...(visa.documentNumber === undefined ? (["documentNumber"] as const) : []),
      ...(visa.validUntil === undefined ? (["dateOfExpiry"] as const) : []),
    ],
  };
};
