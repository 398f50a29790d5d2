/** Mutants that no test can catch, because the program does the same with them: each was looked at, and says why. */
import type { Mutant } from "./mutants.ts";

interface Equivalent {
  readonly file: string;
  /** The line as it stands in the source, trimmed. */
  readonly line: string;
  readonly was: string;
  readonly becomes: string;
  readonly why: string;
}

const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: "models/face/measures/histogram.ts",
    line: "bins[bin] = (bins[bin] ?? 0) + 1;",
    was: "1",
    becomes: "2",
    why: "the bins are shares of their own sum",
  },
];

export const isEquivalent = (file: string, source: string, { line, was, becomes }: Mutant): boolean => {
  const text = source.split("\n")[line - 1]?.trim();
  return EQUIVALENTS.some(
    (one) => one.file === file && one.line === text && one.was === was && one.becomes === becomes,
  );
};
