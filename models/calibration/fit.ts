/** Small least squares: normal equations, solved by elimination with row pivoting. */
import { OutsideFault } from "../../api/base/faults.ts";

/** What was seen does not determine what is asked: a sentence for the operator. */
export const unmeasurable = (sentence: string): OutsideFault =>
  new OutsideFault("picture-unreadable", sentence);

/** Solves a x = b in place of copies; undefined when it is singular. */
export const solve = (a: readonly (readonly number[])[], b: readonly number[]): number[] | undefined => {
  const n = b.length;
  const m = a.map((row, i) => [...row, b[i] ?? 0]);
  for (let column = 0; column < n; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < n; row += 1)
      if (Math.abs(m[row]?.[column] ?? 0) > Math.abs(m[pivot]?.[column] ?? 0)) pivot = row;
    const top = m[pivot];
    const here = m[column];
    if (top === undefined || here === undefined || Math.abs(top[column] ?? 0) < 1e-300) return undefined;
    m[pivot] = here;
    m[column] = top;
    const lead = top[column] ?? 1;
    for (let row = 0; row < n; row += 1) {
      const other = m[row];
      if (row === column || other === undefined) continue;
      const factor = (other[column] ?? 0) / lead;
      if (factor === 0) continue;
      for (let i = column; i <= n; i += 1) other[i] = (other[i] ?? 0) - factor * (top[i] ?? 0);
    }
  }
  return m.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
};

export interface Fit {
  readonly parameters: readonly number[];
  /** Standard uncertainty of each parameter, from the residuals. */
  readonly deviations: readonly number[];
  readonly residuals: readonly number[];
  /** Root of the residuals' mean square, degrees of freedom counted. */
  readonly rms: number;
}

/** Weighted linear least squares: rows of the design matrix, observations. Undefined when they do not determine it. */
export const leastSquares = (
  rows: readonly (readonly number[])[],
  values: readonly number[],
  weights?: readonly number[],
): Fit | undefined => {
  const n = rows[0]?.length ?? 0;
  if (n === 0 || rows.length < n) return undefined;
  const normal = Array.from({ length: n }, () => Array.from({ length: n }, () => 0));
  const right = Array.from({ length: n }, () => 0);
  for (const [k, row] of rows.entries()) {
    const weight = weights?.[k] ?? 1;
    for (let i = 0; i < n; i += 1) {
      const weighted = weight * (row[i] ?? 0);
      right[i] = (right[i] ?? 0) + weighted * (values[k] ?? 0);
      const line = normal[i];
      if (line) for (let j = 0; j < n; j += 1) line[j] = (line[j] ?? 0) + weighted * (row[j] ?? 0);
    }
  }
  const parameters = solve(normal, right);
  if (parameters === undefined) return undefined;
  const residuals = rows.map(
    (row, k) => (values[k] ?? 0) - row.reduce((sum, x, i) => sum + x * (parameters[i] ?? 0), 0),
  );
  const freedom = Math.max(1, rows.length - n);
  const rms = Math.sqrt(residuals.reduce((sum, r, k) => sum + (weights?.[k] ?? 1) * r * r, 0) / freedom);
  const deviations = parameters.map((_p, i) => {
    const unit = parameters.map((_q, j) => (i === j ? 1 : 0));
    return rms * Math.sqrt(Math.max(0, solve(normal, unit)?.[i] ?? 0));
  });
  return { parameters, deviations, residuals, rms };
};

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of the sample, n - 1. */
export const deviation = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1),
  );
};

/** share 0..1, between neighbours. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const lower = sorted[low] ?? 0;
  return lower + (at - low) * ((sorted[low + 1] ?? lower) - lower);
};
