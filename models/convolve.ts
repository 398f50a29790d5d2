/**
 * One line of a picture under one row of taps. Four places at a time: each sum waits for its own last addition only, and
 * is added in the order of the taps whatever its place, so that the numbers are those of the plain loop.
 */

/** `line` has `taps.length - 1` values more than `to`; `to[x]` is the sum of `taps[i] * line[x + i]`, rounded once. */
export const convolveLine = (line: Float64Array, taps: Float64Array, to: Float32Array): void => {
  const count = taps.length;
  let x = 0;
  for (; x + 3 < to.length; x += 4) {
    let [first, second, third, fourth] = [0, 0, 0, 0];
    let [a, b, c] = [line[x] as number, line[x + 1] as number, line[x + 2] as number];
    for (let i = 0; i < count; i += 1) {
      const tap = taps[i] as number;
      const d = line[x + i + 3] as number;
      first += tap * a;
      second += tap * b;
      third += tap * c;
      fourth += tap * d;
      a = b;
      b = c;
      c = d;
    }
    to[x] = first;
    to[x + 1] = second;
    to[x + 2] = third;
    to[x + 3] = fourth;
  }
  for (; x < to.length; x += 1) {
    let sum = 0;
    for (let i = 0; i < count; i += 1) sum += (taps[i] as number) * (line[x + i] as number);
    to[x] = sum;
  }
};
