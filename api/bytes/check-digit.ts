/** Check digits of machine readable zones (Doc 9303-3 section 4.9): weights 7, 3, 1; A = 10 .. Z = 35; filler 0; modulo 10. */
import { Bug } from "../base/faults.ts";

const WEIGHTS = [7, 3, 1] as const;

const valueOf = (character: string): number => {
  if (character === "<") return 0;
  if (!/^[0-9A-Z]$/u.test(character)) throw new Bug("a check digit is taken over A-Z, 0-9 and < only");
  return Number.parseInt(character, 36);
};

/** One digit, over characters of A-Z, 0-9 and <. */
export const checkDigit = (characters: string): string =>
  String(
    Array.from(characters).reduce(
      (sum, character, i) => sum + valueOf(character) * (WEIGHTS[i % 3] ?? 0),
      0,
    ) % 10,
  );
