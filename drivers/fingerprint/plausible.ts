/**
 * Whether pixels can be a picture at all. Neighbouring pixels of a picture resemble each other; those of noise, of scrambled
 * bytes or of a broken transfer do not. A blank picture has noise for neighbours, but hardly any variance.
 */

/** Variance of uniform noise is 5461; of a blank sensor a few units. */
const LEAST_VARIANCE = 2500;
const LEAST_CORRELATION = 0.25;

/** True for bytes without likeness to their right-hand neighbours. */
export const isNoise = (pixels: Uint8Array): boolean => {
  let [sum, squares, products] = [0, 0, 0];
  const count = pixels.length - 1;
  let here = pixels[0] ?? 0;
  for (let i = 0; i < count; i += 1) {
    const right = pixels[i + 1] as number;
    sum += here;
    squares += here * here;
    products += here * right;
    here = right;
  }
  const mean = sum / count;
  const variance = squares / count - mean * mean;
  const covariance = products / count - mean * mean;
  return variance > LEAST_VARIANCE && covariance < LEAST_CORRELATION * variance;
};

const BAND = 4;

/** True when some band of four rows is noise: part of the picture was lost on the line. */
export const hasNoise = (pixels: Uint8Array, width: number): boolean => {
  for (let from = 0; from + BAND * width <= pixels.length; from += BAND * width)
    if (isNoise(pixels.subarray(from, from + BAND * width))) return true;
  return false;
};

/** Mean variance of squares of 8 x 8 pixels: high where ridges are, low on an empty sensor. */
export const activity = (pixels: Uint8Array, width: number): number => {
  const SIDE = 8;
  const [columns, rows] = [Math.floor(width / SIDE), Math.floor(pixels.length / width / SIDE)];
  let total = 0;
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      let [sum, squares] = [0, 0];
      for (let y = 0; y < SIDE; y += 1)
        for (let x = 0; x < SIDE; x += 1) {
          const value = pixels[(row * SIDE + y) * width + column * SIDE + x] ?? 0;
          sum += value;
          squares += value * value;
        }
      total += squares / 64 - (sum / 64) ** 2;
    }
  return total / Math.max(1, columns * rows);
};
