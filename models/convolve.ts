/**
 * One line of a picture under one row of taps. Four places at a time: each sum waits for its own last addition only, and
 * is added in the order of the taps whatever its place, so that the numbers are those of the plain loop.
 */

/**
 * `line` has `taps.length - 1` values more than come of it; value x is the sum of `taps[i] * line[x + i]`, rounded once.
 * Values 0 to `length - 1` go to `to`, from place `start` on.
 */
export const convolveLine = (
  line: Float64Array,
  taps: Float64Array,
  to: Float32Array,
  start = 0,
  length = to.length,
): void => {
  const count = taps.length;
  let x = 0;
  for (; x + 3 < length; x += 4) {
    // One by one: a pattern would make an array at every step.
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    let a = line[x] as number;
    let b = line[x + 1] as number;
    let c = line[x + 2] as number;
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
    to[start + x] = first;
    to[start + x + 1] = second;
    to[start + x + 2] = third;
    to[start + x + 3] = fourth;
  }
  for (; x < length; x += 1) {
    let sum = 0;
    for (let i = 0; i < count; i += 1) sum += (taps[i] as number) * (line[x + i] as number);
    to[start + x] = sum;
  }
};
