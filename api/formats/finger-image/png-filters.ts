/** The five row filters of PNG (ISO/IEC 15948, clause 9) for one byte a pixel. */

/** What a row's byte is expected to be from its left, upper and upper left neighbours. */
type Predictor = (left: number, up: number, corner: number) => number;

const paeth: Predictor = (left, up, corner) => {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
};

const PREDICTORS: readonly Predictor[] = [
  () => 0,
  (left) => left,
  (_left, up) => up,
  (left, up) => (left + up) >> 1,
  paeth,
];

/** Applies a filter; gives the sum of the differences' sizes, by which the filter is chosen (clause 12.8). */
const apply = (predict: Predictor, row: Uint8Array, above: Uint8Array, out: Uint8Array): number => {
  let size = 0;
  let left = 0;
  let corner = 0;
  for (let x = 0; x < row.length; x += 1) {
    const up = above[x] as number;
    const value = row[x] as number;
    const difference = (value - predict(left, up, corner)) & 0xff;
    out[x] = difference;
    size += difference < 128 ? difference : 256 - difference;
    left = value;
    corner = up;
  }
  return size;
};

/** Writes the row's filter number and its differences, one byte longer than the row. */
export const filterRow = (row: Uint8Array, above: Uint8Array, out: Uint8Array): void => {
  const trial = new Uint8Array(row.length);
  let least = Number.POSITIVE_INFINITY;
  for (const [number, predict] of PREDICTORS.entries()) {
    const size = apply(predict, row, above, trial);
    if (size >= least) continue;
    least = size;
    out[0] = number;
    out.set(trial, 1);
  }
};

/** Reads a row back; false: its filter is unknown. */
export const unfilterRow = (row: Uint8Array, above: Uint8Array, out: Uint8Array): boolean => {
  const predict = PREDICTORS[row[0] ?? 255];
  if (predict === undefined) return false;
  let left = 0;
  let corner = 0;
  for (let x = 0; x < out.length; x += 1) {
    const up = above[x] as number;
    left = ((row[x + 1] as number) + predict(left, up, corner)) & 0xff;
    out[x] = left;
    corner = up;
  }
  return true;
};
