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

/** Two lines of 44. @throws OutsideFault input-malformed naming field and clause */
export const readTd3 = (lines: readonly string[]): ReadZone => {
  checkLines(lines, 2, 44, TD3);
  const [upper = "", lower = ""] = lines;
  const number = lower.slice(0, 9);
  const birth = lower.slice(13, 19);
  const expiry = lower.slice(21, 27);
  const optional = lower.slice(28, 42);
  checkField(number, lower.charAt(9), "the document number", TD3);
  checkField(birth, lower.charAt(19), "the date of birth", TD3);
  checkField(expiry, lower.charAt(27), "the date of expiry", TD3);
  checkField(optional, lower.charAt(42), "the optional data", TD3, true);
  const composite = `${lower.slice(0, 10)}${lower.slice(13, 20)}${lower.slice(21, 43)}`;
  checkField(composite, lower.charAt(43), "the composite", TD3);
  if (!/^(?:\d\d|<<)(?:\d\d|<<)(?:\d\d|<<)$/u.test(birth) || !/^(?:\d{6}|<{6})$/u.test(expiry))
    refuse("a date", "Doc 9303-3 4.8");
  return {
    documentCode: trimmed(upper.slice(0, 2)),
    issuingState: trimmed(upper.slice(2, 5)),
    ...splitName(upper.slice(5)),
    documentNumber: trimmed(number),
    nationality: trimmed(lower.slice(10, 13)),
    birth,
    sex: sexOf(lower.charAt(20), TD3),
    expiry: trimmed(expiry),
    optionalData: trimmed(optional),
  };
};
