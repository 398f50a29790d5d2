/** What a kiosk's numbers tell: which came, which it declared void, which are missing. */
import type { Gap, KioskSummary } from "./records.ts";

/** What lies between 1 and the highest number and did not come, from the numbers in ascending order. */
export const gapsIn = (numbers: readonly number[]): readonly Gap[] => {
  const gaps: Gap[] = [];
  let expected = 1;
  for (const number of numbers) {
    if (number > expected) gaps.push({ from: expected, to: number - 1 });
    expected = number + 1;
  }
  return gaps;
};

export interface Numbered {
  readonly kiosk: string;
  readonly number: number;
  readonly came: boolean;
}

/** In order of kiosk and number; a number that came although it was declared void counts as come. */
export const summariesOf = (rows: readonly Numbered[]): readonly KioskSummary[] => {
  const byKiosk = new Map<string, Map<number, boolean>>();
  for (const { kiosk, number, came } of rows) {
    const numbers = byKiosk.get(kiosk) ?? new Map<number, boolean>();
    numbers.set(number, came || numbers.get(number) === true);
    byKiosk.set(kiosk, numbers);
  }
  return [...byKiosk].map(([kiosk, numbers]) => {
    const known = [...numbers.keys()].toSorted((a, b) => a - b);
    return {
      kiosk,
      packets: known.filter((number) => numbers.get(number) === true).length,
      highest: known.at(-1) ?? 0,
      gaps: gapsIn(known),
      voided: known.filter((number) => numbers.get(number) === false),
    };
  });
};
