/** Discrete Fourier transform, radix two, in place; lengths are powers of two. */
import { Bug } from "../../../api/base/faults.ts";

export const transform = (real: Float64Array, imaginary: Float64Array): void => {
  const n = real.length;
  if (n === 0 || (n & (n - 1)) !== 0) throw new Bug(`${n} is no power of two`);
  for (let i = 1, j = 0; i < n; i += 1) {
    let bit = n >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const [r, m] = [real[i] ?? 0, imaginary[i] ?? 0];
      real[i] = real[j] ?? 0;
      imaginary[i] = imaginary[j] ?? 0;
      real[j] = r;
      imaginary[j] = m;
    }
  }
  for (let length = 2; length <= n; length <<= 1) {
    const angle = (-2 * Math.PI) / length;
    for (let start = 0; start < n; start += length)
      for (let k = 0; k < length / 2; k += 1) {
        const [c, s] = [Math.cos(angle * k), Math.sin(angle * k)];
        const [a, b] = [start + k, start + k + length / 2];
        const re = (real[b] ?? 0) * c - (imaginary[b] ?? 0) * s;
        const im = (real[b] ?? 0) * s + (imaginary[b] ?? 0) * c;
        real[b] = (real[a] ?? 0) - re;
        imaginary[b] = (imaginary[a] ?? 0) - im;
        real[a] = (real[a] ?? 0) + re;
        imaginary[a] = (imaginary[a] ?? 0) + im;
      }
  }
};

/** Magnitudes of a square of real values, row-major; frequency (0, 0) first. */
export const spectrum = (values: Float64Array, side: number): Float64Array => {
  const real = values.slice();
  const imaginary = new Float64Array(values.length);
  for (let y = 0; y < side; y += 1)
    transform(real.subarray(y * side, (y + 1) * side), imaginary.subarray(y * side, (y + 1) * side));
  const [columnReal, columnImaginary] = [new Float64Array(side), new Float64Array(side)];
  const out = new Float64Array(values.length);
  for (let x = 0; x < side; x += 1) {
    for (let y = 0; y < side; y += 1) {
      columnReal[y] = real[y * side + x] ?? 0;
      columnImaginary[y] = imaginary[y * side + x] ?? 0;
    }
    transform(columnReal, columnImaginary);
    for (let y = 0; y < side; y += 1)
      out[y * side + x] = Math.hypot(columnReal[y] ?? 0, columnImaginary[y] ?? 0);
  }
  return out;
};
