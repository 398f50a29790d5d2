/** The applicant, as declared and as a travel document spells it (Doc 9303-3, 9303-4). */

/** A date of which day, or day and month, may be unknown ("born around 1975"). Gregorian. */
export interface PartialDate {
  readonly year: number;
  /** 1..12 */
  readonly month?: number;
  /** 1..31; only with a month. */
  readonly day?: number;
}

export type Sex = "female" | "male" | "unspecified";

/** Why somebody gives no national number; recorded, never a reason to refuse. */
export const NO_NATIONAL_NUMBER = ["never-had-one", "not-at-hand", "not-told"] as const;
export type NoNationalNumber = (typeof NO_NATIONAL_NUMBER)[number];

export interface Subject {
  /** Primary identifier in national characters; a mononym stands here alone. */
  readonly surname: string;
  /** Secondary identifier; empty for a mononym. */
  readonly givenNames: string;
  readonly birth: PartialDate;
  readonly birthPlace?: string;
  readonly sex: Sex;
  /** Three letters, Doc 9303-3 section 5. */
  readonly nationality: string;
  /** Optional with a reason: many in the diaspora have none. */
  readonly nationalNumber?: string;
  /** Where one was asked for and none given. */
  readonly noNationalNumber?: NoNationalNumber;
  readonly address?: string;
  readonly telephone?: string;
  /** True for every fixture and every generated person; clear output exists only for these. */
  readonly synthetic: boolean;
}
