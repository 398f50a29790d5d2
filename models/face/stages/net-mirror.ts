/** A face seen in a mirror: a network that answers for both pictures errs less than for one. */

const pairs: readonly (readonly [number, number])[] = [
  ...Array.from({ length: 16 }, (_, i) => [i, 32 - i] as const),
  ...([33, 34, 35, 36, 37] as const).map((i, k) => [i, 46 - k] as const),
  [38, 50],
  [39, 49],
  [40, 48],
  [41, 47],
  [55, 59],
  [56, 58],
  ...([60, 61, 62, 63, 64] as const).map((i, k) => [i, 72 - k] as const),
  [65, 75],
  [66, 74],
  [67, 73],
  [76, 82],
  [77, 81],
  [78, 80],
  [83, 87],
  [84, 86],
  [88, 92],
  [89, 91],
  [93, 95],
  [96, 97],
];

/** Index of each of the 98 points in the mirrored face. */
export const MIRRORED: readonly number[] = Array.from({ length: 98 }, (_, i) => {
  const pair = pairs.find(([a, b]) => a === i || b === i);
  return pair === undefined ? i : pair[0] === i ? pair[1] : pair[0];
});

/** Planes of size x size, left and right exchanged. */
export const mirrorPlanes = (planes: Float32Array, size: number): Float32Array => {
  const out = planes.slice();
  for (let row = 0; row < out.length; row += size) out.subarray(row, row + size).reverse();
  return out;
};

/** What the landmark network answers, as plain numbers. */
export interface RawFace {
  /** x, y of each point, -1..1 over the window. */
  readonly points: Float32Array;
  readonly sigma: Float32Array;
  readonly rotation: Float32Array;
  readonly state: Float32Array;
}

/** The answer for the mirrored window, taken back to the window itself. */
export const mirrorFace = (face: RawFace): RawFace => {
  const points = new Float32Array(face.points.length);
  const sigma = new Float32Array(face.sigma.length);
  MIRRORED.forEach((from, i) => {
    points[2 * i] = -(face.points[2 * from] ?? 0);
    points[2 * i + 1] = face.points[2 * from + 1] ?? 0;
    sigma[i] = face.sigma[from] ?? 0;
  });
  const rotation = Float32Array.from(face.rotation);
  // M R M with M = diag(-1, 1, 1): entries with exactly one index 0 change sign.
  for (let i = 0; i < 9; i++) if ((i % 3 === 0) !== i < 3) rotation[i] = -(face.rotation[i] ?? 0);
  const s = (i: number) => face.state[i] ?? 0;
  return { points, sigma, rotation, state: Float32Array.of(s(1), s(0), s(2), s(4), s(3), -s(5), s(6)) };
};

const mean = (a: Float32Array, b: Float32Array): Float32Array => a.map((v, i) => (v + (b[i] ?? 0)) / 2);

export const meanFace = (a: RawFace, b: RawFace): RawFace => ({
  points: mean(a.points, b.points),
  sigma: mean(a.sigma, b.sigma),
  rotation: mean(a.rotation, b.rotation),
  state: mean(a.state, b.state),
});
