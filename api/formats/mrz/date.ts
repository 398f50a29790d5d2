/** Dates in the zone (Doc 9303-3 section 4.8) and in DG11 (Doc 9303-10 table 72); parts may be unknown. */
import type { PartialDate } from "../../words/subject.ts";

const two = (value: number | undefined, unknown: string): string =>
  value === undefined ? unknown : String(value).padStart(2, "0");

/** YYMMDD; fillers stand for what is unknown. */
export const mrzDate = (date: PartialDate): string =>
  `${two(date.year % 100, "<<")}${two(date.month, "<<")}${two(date.month === undefined ? undefined : date.day, "<<")}`;

/** YYYYMMDD; zeros stand for what is unknown. */
export const fullDate = (date: PartialDate): string =>
  `${String(date.year).padStart(4, "0")}${two(date.month, "00")}${two(date.month === undefined ? undefined : date.day, "00")}`;
