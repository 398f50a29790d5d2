/** Reads zones and refuses what the documents forbid: wrong length, wrong letters, wrong check digits. */
import { OutsideFault } from "../../base/faults.ts";
import { checkDigit } from "../../bytes/check-digit.ts";
import type { Sex } from "../../words/subject.ts";

/** Fields as they stand, without their fillers at the end; empty: fillers only. */
export interface ReadZone {
  readonly documentCode: string;
  readonly issuingState: string;
  readonly primary: string;
  readonly secondary: string;
  readonly documentNumber: string;
  readonly nationality: string;
  /** YYMMDD, fillers for what is unknown. */
  readonly birth: string;
  readonly sex: Sex;
  /** YYMMDD; empty in a draft. */
  readonly expiry: string;
  readonly optionalData: string;
}

const refuse = (why: string, clause: string): never => {
  throw new OutsideFault("input-malformed", `machine readable zone: ${why} (${clause})`);
};

const trimmed = (field: string): string => field.replace(/<+$/u, "");

const SEXES: Readonly<Record<string, Sex>> = { F: "female", M: "male", "<": "unspecified" };

export const checkLines = (lines: readonly string[], count: number, length: number, clause: string): void => {
  if (lines.length !== count || lines.some((line) => line.length !== length || !/^[A-Z0-9<]*$/u.test(line)))
    refuse(`not ${count} lines of ${length} characters of A-Z, 0-9 and <`, clause);
};

/** A field's check digit; where all is filler, a filler may stand for it if `mayBeFiller`. */
export const checkField = (
  field: string,
  digit: string,
  what: string,
  clause: string,
  mayBeFiller = false,
): void => {
  if (mayBeFiller && digit === "<" && trimmed(field) === "") return;
  const expected = checkDigit(field);
  if (digit !== expected) refuse(`check digit of ${what} is ${digit}, must be ${expected}`, clause);
};

export const splitName = (field: string): { primary: string; secondary: string } => {
  const [primary = "", secondary = "", ...more] = trimmed(field).split("<<");
  if (more.length > 0 || /[0-9]/u.test(field)) refuse("name field", "Doc 9303-3 4.6");
  return { primary, secondary };
};

export const sexOf = (letter: string, clause: string): Sex =>
  SEXES[letter] ?? refuse(`sex ${letter}`, clause);

const TD3 = "Doc 9303-4 4.2.2";
const VISA = "Doc 9303-7 4.2.2 and 7.2.2";
const TD2 = "Doc 9303-6 4.2.2";
const TD1 = "Doc 9303-5 4.2.2";

const checkDates = (birth: string, expiry: string): void => {
  if (!/^(?:\d\d|<<)(?:\d\d|<<)(?:\d\d|<<)$/u.test(birth)) refuse("date of birth", "Doc 9303-3 4.8");
  if (!/^(?:\d{6}|<{6})$/u.test(expiry)) refuse("date of expiry", "Doc 9303-3 4.8");
};

/** What two-line zones share: number, nationality, birth, sex, expiry in the lower line. */
const readLower = (upper: string, lower: string, clause: string): Omit<ReadZone, "optionalData"> => {
  const number = lower.slice(0, 9);
  const birth = lower.slice(13, 19);
  const expiry = lower.slice(21, 27);
  checkField(birth, lower.charAt(19), "the date of birth", clause);
  checkField(expiry, lower.charAt(27), "the date of expiry", clause);
  checkDates(birth, expiry);
  return {
    documentCode: trimmed(upper.slice(0, 2)),
    issuingState: trimmed(upper.slice(2, 5)),
    ...splitName(upper.slice(5)),
    documentNumber: trimmed(number),
    nationality: trimmed(lower.slice(10, 13)),
    birth,
    sex: sexOf(lower.charAt(20), clause),
    expiry: trimmed(expiry),
  };
};

/** Two lines of 44. @throws OutsideFault input-malformed naming field and clause */
export const readTd3 = (lines: readonly string[]): ReadZone => {
  checkLines(lines, 2, 44, TD3);
  const [upper = "", lower = ""] = lines;
  const optional = lower.slice(28, 42);
  checkField(lower.slice(0, 9), lower.charAt(9), "the document number", TD3);
  checkField(optional, lower.charAt(42), "the optional data", TD3, true);
  const zone = readLower(upper, lower, TD3);
  checkField(
    `${lower.slice(0, 10)}${lower.slice(13, 20)}${lower.slice(21, 43)}`,
    lower.charAt(43),
    "the composite",
    TD3,
  );
  return { ...zone, optionalData: trimmed(optional) };
};

/** MRV-A, two lines of 44, or MRV-B, two lines of 36: no composite check digit. */
export const readVisa = (lines: readonly string[]): ReadZone => {
  checkLines(lines, 2, lines[0]?.length === 36 ? 36 : 44, VISA);
  const [upper = "", lower = ""] = lines;
  checkField(lower.slice(0, 9), lower.charAt(9), "the document number", VISA);
  return { ...readLower(upper, lower, VISA), optionalData: trimmed(lower.slice(28)) };
};

/**
 * A number of more than nine characters goes on in the optional data, ended by its check digit and a filler; the place
 * of its own check digit then has a filler (Doc 9303-5 4.2.2.1 note j, 9303-6 4.2.2.2 note j).
 */
const longNumber = (number: string, digit: string, optional: string, clause: string) => {
  if (digit !== "<") {
    checkField(number, digit, "the document number", clause);
    return { documentNumber: trimmed(number), optionalData: trimmed(optional) };
  }
  const end = optional.indexOf("<");
  const rest = optional.slice(0, end === -1 ? optional.length : end);
  if (rest.length < 2) refuse("document number without check digit", clause);
  const whole = `${number}${rest.slice(0, -1)}`;
  checkField(whole, rest.slice(-1), "the document number", clause);
  return { documentNumber: whole, optionalData: trimmed(optional.slice(rest.length + 1)) };
};

/** Two lines of 36. */
export const readTd2 = (lines: readonly string[]): ReadZone => {
  checkLines(lines, 2, 36, TD2);
  const [upper = "", lower = ""] = lines;
  checkField(
    `${lower.slice(0, 10)}${lower.slice(13, 20)}${lower.slice(21, 35)}`,
    lower.charAt(35),
    "the composite",
    TD2,
  );
  return {
    ...readLower(upper, lower, TD2),
    ...longNumber(lower.slice(0, 9), lower.charAt(9), lower.slice(28, 35), TD2),
  };
};

/** Three lines of 30. */
export const readTd1 = (lines: readonly string[]): ReadZone => {
  checkLines(lines, 3, 30, TD1);
  const [upper = "", middle = "", lower = ""] = lines;
  const birth = middle.slice(0, 6);
  const expiry = middle.slice(8, 14);
  checkField(birth, middle.charAt(6), "the date of birth", TD1);
  checkField(expiry, middle.charAt(14), "the date of expiry", TD1);
  checkDates(birth, expiry);
  const composite = `${upper.slice(5)}${middle.slice(0, 7)}${middle.slice(8, 15)}${middle.slice(18, 29)}`;
  checkField(composite, middle.charAt(29), "the composite", TD1);
  const { documentNumber, optionalData } = longNumber(
    upper.slice(5, 14),
    upper.charAt(14),
    upper.slice(15),
    TD1,
  );
  return {
    documentCode: trimmed(upper.slice(0, 2)),
    issuingState: trimmed(upper.slice(2, 5)),
    ...splitName(lower),
    documentNumber,
    nationality: trimmed(middle.slice(15, 18)),
    birth,
    sex: sexOf(middle.charAt(7), TD1),
    expiry: trimmed(expiry),
    optionalData: [optionalData, trimmed(middle.slice(18, 29))].filter((part) => part !== "").join(" "),
  };
};

/** Any zone a document reader hands over, told apart by its shape and first letter. */
export const readZone = (lines: readonly string[]): ReadZone => {
  if (lines.length === 3) return readTd1(lines);
  if (lines[0]?.startsWith("V") === true) return readVisa(lines);
  return lines[0]?.length === 36 ? readTd2(lines) : readTd3(lines);
};
