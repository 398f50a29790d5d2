/** Rates with what chance leaves open: the Wilson score interval, 95 %. */

/** Quantile of the normal distribution for 95 %, both sides. */
const Z = 1.959963984540054;

export interface Rate {
  readonly of: number;
  readonly number: number;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** `number` of `of`; undefined where nothing was counted. Wilson (1927); never below 0 or above 1, sound for few. */
export const wilson = (number: number, of: number): Rate | undefined => {
  if (of <= 0) return undefined;
  const share = number / of;
  const denominator = 1 + Z ** 2 / of;
  const centre = (share + Z ** 2 / (2 * of)) / denominator;
  const half = (Z / denominator) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return { of, number, share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
};

/** Whether two rates differ by more than chance: their intervals do not touch. Stricter than a test at 5 %. */
export const apart = (a: Rate, b: Rate): boolean => a.low > b.high || b.low > a.high;

/** The smallest bucket that holds at least that share of all; undefined: nothing was counted. */
export const quantile = (buckets: ReadonlyMap<number, number>, share: number): number | undefined => {
  const sorted = [...buckets].toSorted(([a], [b]) => a - b);
  const all = sorted.reduce((sum, [, count]) => sum + count, 0);
  let below = 0;
  for (const [bucket, count] of sorted) {
    below += count;
    if (below >= all * share && all > 0) return bucket;
  }
  return undefined;
};
