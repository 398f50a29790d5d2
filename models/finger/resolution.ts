/**
 * Whether a folder's ridges are as far apart as skin's at the resolution that was stated. One print cannot say so of a
 * small mistake: a child's ridges stand where an adult's would at 1.4 times the resolution. Many prints together can.
 */

/** Pixels at 500 ppi from ridge to ridge on most adults' fingers. */
const USUAL = 9.5;
/** The mistake that shall be noticed both ways; a median counts to whichever side it is nearer. */
const NOTICED = 1.4;
/** Prints from which their median is taken for the population's; fewer may be one person with wide or narrow ridges. */
const MANY = 10;
const ONE_PERSON = 1.1;

export interface ResolutionDoubt {
  /** Median over the prints, pixels at 500 ppi. */
  readonly period: number;
  /** The resolution at which the ridges would be as far apart as usual. */
  readonly likely: number;
}

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (k: number) => sorted[k] ?? Number.NaN;
  return (at((sorted.length - 1) >> 1) + at(sorted.length >> 1)) / 2;
};

/** Ridge periods of prints that were all said to have `ppi`; undefined: nothing speaks against it. */
export const resolutionDoubt = (periods: readonly number[], ppi: number): ResolutionDoubt | undefined => {
  if (periods.length === 0) return undefined;
  const period = medianOf(periods);
  const limit = Math.sqrt(NOTICED) * (periods.length < MANY ? ONE_PERSON : 1);
  if (period >= USUAL / limit && period <= USUAL * limit) return undefined;
  return { period, likely: (ppi * period) / USUAL };
};
