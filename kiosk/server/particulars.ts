/** Particulars that somebody typed: read strictly, and marked as declared; the desk compares them with a document. */
import type { TypedParticulars } from "../../api/words/kiosk-reference.ts";
import type { PartialDate, Subject } from "../../api/words/subject.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { ageOn } from "../session/run/age.ts";
import type { Found } from "./station.ts";

const OLDEST = 120;

/** Eight digits, whatever stands between them. Undefined: no date that anybody alive was born on. */
const birthIn = (text: string, at: Milliseconds): PartialDate | undefined => {
  const [, day = 0, month = 0, year = 0] =
    /^(\d\d)\D?(\d\d)\D?(\d{4})$/u.exec(text.trim())?.map(Number) ?? [];
  const thisYear = new Date(at).getUTCFullYear();
  if (year > thisYear || year < thisYear - OLDEST || month > 12 || (month === 0 && day !== 0))
    return undefined;
  if (month === 0) return { year };
  if (day === 0) return { year, month };
  const exact = new Date(Date.UTC(year, month - 1, day));
  return exact.getUTCMonth() === month - 1 && exact.getTime() <= at ? { year, month, day } : undefined;
};

/** Marks that turn or hide what is beside them; no name needs them, a joiner within a word it may. */
const UNSEEN = /[\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/gu;

/** What was pasted with a name is no part of it. */
const nameIn = (text: string): string =>
  text
    .normalize("NFC")
    .replaceAll(UNSEEN, "")
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();

/** `state`: of whose nationals this office issues documents; a foreigner shows a passport instead. */
export const declaredHolder = (
  { surname, givenNames, birth: text, sex }: TypedParticulars,
  state: string,
  at: Milliseconds,
): Omit<Found, "reference"> | "incomplete" => {
  const birth = birthIn(text, at);
  const name = nameIn(surname);
  if (birth === undefined || !/\p{L}/u.test(name)) return "incomplete";
  const subject: Subject = {
    surname: name,
    givenNames: nameIn(givenNames),
    birth,
    sex,
    nationality: state,
    synthetic: false,
  };
  return { subject, age: ageOn(birth, at) };
};
