/** One measured number. Bars are printed beside it, never asserted. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The bar as an issue words it, e.g. "<= 15". */
  readonly bar?: string;
  /** 95 %, in the value's unit. */
  readonly interval?: readonly [number, number];
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};
