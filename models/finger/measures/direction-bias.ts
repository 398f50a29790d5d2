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
    const sums = new Float64Array(9);
    const right = new Float64Array(3);
    const terms = Float64Array.of(1, 0, 0);
    let count = 0;
    for (let row = 1; row < mask.rows - 1; row += 1)
      for (let column = 1; column < mask.columns - 1; column += 1) {
        const at = row * mask.columns + column;
        const beside = mask.data[at - 1] === 1 && mask.data[at + 1] === 1;
        const above = mask.data[at - mask.columns] === 1 && mask.data[at + mask.columns] === 1;
        if (mask.data[at] !== 1 || !beside || !above) continue;
        terms[1] = cos2.data[at] as number;
        terms[2] = sin2.data[at] as number;
        const value = Math.log((strength.data[at] as number) + 1);
        for (let i = 0; i < 3; i += 1) {
          const term = terms[i] as number;
          right[i] = (right[i] as number) + term * value;
          for (let j = 0; j < 3; j += 1)
            sums[3 * i + j] = (sums[3 * i + j] as number) + term * (terms[j] as number);
        }
        count += 1;
      }
    if (count < LEAST_CELLS) return NO_PRINT;
    const held = [0, 1, 2].map((i) =>
      [...sums.subarray(3 * i, 3 * i + 3)].map((value, j) =>
        i === j && i > 0 ? value + DOUBT * count : value,
      ),
    );
    const [, cosine = 0, sine = 0] = solve(held, [...right]);
    return scaled(Math.hypot(cosine, sine), 0.7, 0.1);
  },
};
