/** Values of many places as NIST's figures state them: how many lie in each of ten bins, their mean and their spread. */
export interface Distribution {
  readonly counts: readonly number[];
  /** 0 without a value. */
  readonly mean: number;
  /** Standard deviation; 0 without a value. */
  readonly spread: number;
}

/** `limits` are the nine rising bounds between the bins; a value on a bound belongs to the upper bin. */
export const distributionOf = (values: readonly number[], limits: readonly number[]): Distribution => {
  const counts = Array.from({ length: limits.length + 1 }, () => 0);
  for (const value of values) {
    const above = limits.findIndex((limit) => value < limit);
    const bin = above === -1 ? limits.length : above;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  if (values.length === 0) return { counts, mean: 0, spread: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { counts, mean, spread: Math.sqrt(variance) };
};
