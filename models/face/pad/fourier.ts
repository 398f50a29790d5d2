/** Discrete Fourier transform, radix two, in place; lengths are powers of two. */
import { Bug } from "../../../api/base/faults.ts";

/** Cosines and sines of the turns of every stage, the shortest first: stage `length` begins at `length / 2 - 1`. */
const turnsOf = (n: number): { readonly cosine: Float64Array; readonly sine: Float64Array } => {
  const cosine = new Float64Array(n - 1);
  const sine = new Float64Array(n - 1);
  for (let length = 2; length <= n; length <<= 1) {
    const angle = (-2 * Math.PI) / length;
    for (let k = 0; k < length / 2; k += 1) {
      cosine[length / 2 - 1 + k] = Math.cos(angle * k);
      sine[length / 2 - 1 + k] = Math.sin(angle * k);
    }
  }
  return { cosine, sine };
};

const kept = new Map<number, ReturnType<typeof turnsOf>>();

export const transform = (real: Float64Array, imaginary: Float64Array): void => {
  const n = real.length;
  if (n === 0 || (n & (n - 1)) !== 0) throw new Bug(`${n} is no power of two`);
  for (let i = 1, j = 0; i < n; i += 1) {
    let bit = n >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const r = real[i] ?? 0;
      const m = imaginary[i] ?? 0;
      real[i] = real[j] ?? 0;
      imaginary[i] = imaginary[j] ?? 0;
      real[j] = r;
      imaginary[j] = m;
    }
  }
  const turns = kept.get(n) ?? turnsOf(n);
  kept.set(n, turns);
  const { cosine, sine } = turns;
  for (let length = 2; length <= n; length <<= 1) {
    const half = length >> 1;
    for (let start = 0; start < n; start += length)
      for (let k = 0; k < half; k += 1) {
        const c = cosine[half - 1 + k] as number;
        const s = sine[half - 1 + k] as number;
        const a = start + k;
        const b = a + half;
        const realB = real[b] as number;
        const imaginaryB = imaginary[b] as number;
        const re = realB * c - imaginaryB * s;
        const im = realB * s + imaginaryB * c;
        const realA = real[a] as number;
        const imaginaryA = imaginary[a] as number;
        real[b] = realA - re;
        imaginary[b] = imaginaryA - im;
        real[a] = realA + re;
        imaginary[a] = imaginaryA + im;
      }
  }
};

/**
 * Magnitudes of a square of real values, row-major; frequency (0, 0) first. Of the frequencies across the lower half alone,
 * so that a row has side / 2: the others mirror them.
 */
export const spectrum = (values: Float64Array, side: number): Float64Array => {
  const real = values.slice();
  const imaginary = new Float64Array(values.length);
  for (let y = 0; y < side; y += 1)
    transform(real.subarray(y * side, (y + 1) * side), imaginary.subarray(y * side, (y + 1) * side));
  const [columnReal, columnImaginary] = [new Float64Array(side), new Float64Array(side)];
  const across = side / 2;
  const out = new Float64Array(side * across);
  for (let x = 0; x < across; x += 1) {
    for (let y = 0; y < side; y += 1) {
      columnReal[y] = real[y * side + x] ?? 0;
      columnImaginary[y] = imaginary[y * side + x] ?? 0;
    }
    transform(columnReal, columnImaginary);
    for (let y = 0; y < side; y += 1)
      out[y * across + x] = Math.hypot(columnReal[y] ?? 0, columnImaginary[y] ?? 0);
  }
  return out;
};
