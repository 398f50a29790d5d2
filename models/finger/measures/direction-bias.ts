import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** Fewer cells of the inner print than this show too few directions. */
const LEAST_CELLS = 60;
/** Keeps the fit finite on a patch whose ridges all run one way. */
const DOUBT = 0.02;

/** Least squares of three unknowns by elimination; the diagonal must be positive. */
const solve = (matrix: number[][], right: readonly number[]): number[] => {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [i, row] of rows.entries()) {
    const pivot = row[i] ?? 1;
    for (let k = 0; k < row.length; k += 1) row[k] = (row[k] ?? 0) / pivot;
    for (const [j, other] of rows.entries()) {
      const factor = other[i] ?? 0;
      if (i !== j)
        for (let k = 0; k < other.length; k += 1) other[k] = (other[k] ?? 0) - factor * (row[k] ?? 0);
    }
  }
  return rows.map((row) => row.at(-1) ?? 0);
};

/**
 * How far the contrast of ridges depends on the way they run. A finger that moved wipes out the ridges across its way
 * and leaves those along it; a print at rest shows all alike.
 */
export const directionBias: FingerMeasure = {
  id: "direction-bias",
  unit: "amplitude, in natural logarithms, of ridge contrast over twice the ridge angle",
  assess: ({ contrast: { strength }, orientation: { cos2, sin2 }, segmentation: { mask } }) => {
    const sums = [0, 1, 2].map(() => [0, 0, 0]);
    const right = [0, 0, 0];
    let count = 0;
    for (let row = 1; row < mask.rows - 1; row += 1)
      for (let column = 1; column < mask.columns - 1; column += 1) {
        const at = row * mask.columns + column;
        const inside = [at, at - 1, at + 1, at - mask.columns, at + mask.columns];
        if (inside.some((cell) => mask.data[cell] !== 1)) continue;
        const terms = [1, cos2.data[at] as number, sin2.data[at] as number];
        const value = Math.log((strength.data[at] as number) + 1);
        for (const [i, term] of terms.entries()) {
          right[i] = (right[i] ?? 0) + term * value;
          const sum = sums[i] ?? [];
          for (const [j, other] of terms.entries()) sum[j] = (sum[j] ?? 0) + term * other;
        }
        count += 1;
      }
    if (count < LEAST_CELLS) return NO_PRINT;
    const held = sums.map((sum, i) =>
      sum.map((value, j) => (i === j && i > 0 ? value + DOUBT * count : value)),
    );
    const [, cosine = 0, sine = 0] = solve(held, right);
    return scaled(Math.hypot(cosine, sine), 0.7, 0.1);
  },
};
