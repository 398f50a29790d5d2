/**
 * The papers a synthetic applicant brings. Which ones follows what the three States' services ask for; every number
 * begins with SPECIMEN, so that none can ever be taken for one of a real register.
 */
import type { PartialDate, Subject } from "../../../api/words/subject.ts";
import type { Dice } from "../dice.ts";
import type { Customs } from "./customs.ts";

export const PAPER_KINDS = [
  "birth-extract",
  /** Drawn up by a court where the birth was not entered in time. */
  "supplementary-judgment",
  "national-card",
  "consular-card",
  "nationality-certificate",
  "marriage-record",
  "parental-authorisation",
  "previous-passport",
] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];

export interface Paper {
  readonly kind: PaperKind;
  readonly number: string;
  readonly place?: string;
  readonly issued: PartialDate;
  /** Last year of validity; absent: does not expire. */
  readonly until?: number;
}

interface Bearer {
  readonly subject: Subject;
  readonly country: Customs["country"];
  readonly age: number;
  readonly thisYear: number;
}

const register = (dice: Dice, year: number): string =>
  `SPECIMEN ${String(dice.whole(1, 1999)).padStart(4, "0")}/${year}`;

/** The birth's own record; who knows only the year of birth often has a judgment that stands in for it. */
const birthPaper = (dice: Dice, { subject, thisYear, age }: Bearer): Paper => {
  const late = subject.birth.month === undefined && dice.chance(0.7);
  const year = late ? thisYear - dice.whole(0, Math.max(0, Math.min(30, age - 6))) : subject.birth.year;
  return {
    kind: late ? "supplementary-judgment" : "birth-extract",
    number: register(dice, year),
    ...(subject.birthPlace === undefined ? {} : { place: subject.birthPlace }),
    issued: { year },
  };
};

/** A card of so many years' validity, issued within them, so that it is still valid. */
const card = (dice: Dice, kind: PaperKind, thisYear: number, years: number): Paper => {
  const year = thisYear - dice.whole(0, years - 1);
  return { kind, number: register(dice, year), issued: { year }, until: year + years };
};

/** A passport that has run out, or soon will; five years (process sheet, section 5). */
const oldPassport = (dice: Dice, thisYear: number, age: number): Paper => {
  const year = thisYear - dice.whole(4, Math.min(9, age));
  return {
    kind: "previous-passport",
    number: `SPECIMEN X${dice.whole(1_000_000, 9_999_999)}`,
    issued: { year },
    until: year + 5,
  };
};

export const makePapers = (dice: Dice, bearer: Bearer): readonly Paper[] => {
  const { subject, country, age, thisYear } = bearer;
  const papers: Paper[] = [birthPaper(dice, bearer)];
  const grown = age >= 18;
  if (subject.nationalNumber !== undefined && grown) papers.push(card(dice, "national-card", thisYear, 10));
  // Three years, and a duty from the age of fifteen on, abroad.
  if (age >= 15 && dice.chance(0.45)) papers.push(card(dice, "consular-card", thisYear, 3));
  if (country === "BFA" || dice.chance(0.3))
    papers.push({
      kind: "nationality-certificate",
      number: register(dice, thisYear),
      issued: { year: thisYear },
    });
  if (subject.surname.includes(" épouse ")) {
    const year = thisYear - dice.whole(0, Math.max(0, age - 18));
    papers.push({ kind: "marriage-record", number: register(dice, year), issued: { year } });
  }
  if (!grown)
    papers.push({
      kind: "parental-authorisation",
      number: register(dice, thisYear),
      issued: { year: thisYear },
    });
  if (age >= 5 && dice.chance(0.35)) papers.push(oldPassport(dice, thisYear, age));
  return papers;
};
