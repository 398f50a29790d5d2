/** Which tests a mutant meets, and in which order. */
import type { ReachOfFile } from "./reached.ts";

/** A test file as the run without a mutant found it. */
export interface TimedFile {
  readonly file: string;
  /** From its loading to its end, in milliseconds. */
  readonly ms: number;
  readonly cases: readonly { readonly id: string; readonly ms: number }[];
  readonly reach: ReachOfFile;
}

/** A test file, or some of its tests. */
export interface Chosen {
  readonly file: string;
  readonly ids?: readonly string[];
  readonly ms: number;
}

export interface Choice {
  readonly tests: readonly Chosen[];
  /** Test files that get there too, but would make the night too long. */
  readonly leftOut: number;
}

/** Of one mutant's tests together; the longest are left out beyond. */
const MOST_MS = 60_000;
/** A test file that takes longer is cut down to the tests that get to the place. */
const LONG_MS = 3_000;

const passes = (reach: ReachOfFile, source: string, place: number): boolean =>
  (reach.shared[source] ?? []).includes(place);

/** Whole where it is quick: what one test has got ready another may be the one to look at. */
const casesOf = (test: TimedFile, own: readonly { readonly id: string; readonly ms: number }[]): Chosen => {
  const loading = test.ms - test.cases.reduce((sum, { ms }) => sum + ms, 0);
  const ms = Math.max(0, loading) + own.reduce((sum, one) => sum + one.ms, 0);
  return test.ms <= LONG_MS
    ? { file: test.file, ms: test.ms }
    : { file: test.file, ids: own.map(({ id }) => id), ms };
};

const forModule = (test: TimedFile, source: string): readonly Chosen[] => {
  if (!test.reach.loaded.includes(source)) return [];
  const own = test.cases.filter(({ id }) => test.reach.cases[id]?.[source] !== undefined);
  return [
    own.length === 0 || test.reach.shared[source] ? { file: test.file, ms: test.ms } : casesOf(test, own),
  ];
};

const forPlace = (test: TimedFile, source: string, place: number): readonly Chosen[] => {
  if (passes(test.reach, source, place)) return [{ file: test.file, ms: test.ms }];
  const own = test.cases.filter(({ id }) => test.reach.cases[id]?.[source]?.includes(place));
  return own.length === 0 ? [] : [casesOf(test, own)];
};

/** Whether any test gets to a place, or loads the source at all. */
export const isReached = (tests: readonly TimedFile[], source: string, place: number | undefined): boolean =>
  choose(tests, source, place).tests.length > 0;

/** The quickest first, since most mutants fall to any test; a place is none for code that runs at loading. */
export const choose = (tests: readonly TimedFile[], source: string, place: number | undefined): Choice => {
  const found = tests
    .flatMap((test) => (place === undefined ? forModule(test, source) : forPlace(test, source, place)))
    .toSorted((a, b) => a.ms - b.ms);
  const within: Chosen[] = [];
  let ms = 0;
  for (const one of found) {
    ms += one.ms;
    if (within.length === 0 || ms <= MOST_MS) within.push(one);
  }
  return { tests: within, leftOut: found.length - within.length };
};
