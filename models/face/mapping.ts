/** The maps from native values to 0..100 that ISO/IEC 29794-5 shares between its components. */

const clamp = (value: number): number => Math.min(100, Math.max(0, Math.round(value)));

/** Rising from 0 to 1 around x0, over a width of about 4 w. */
export const sigmoid = (x: number, x0: number, w: number): number => 1 / (1 + Math.exp((x0 - x) / w));

export interface SigmoidMap {
  readonly h: number;
  readonly x0: number;
  readonly w: number;
  readonly a?: number;
  readonly s?: number;
}

/** h (a + s sigmoid), rounded and cut to 0..100. */
export const bySigmoid =
  ({ h, x0, w, a = 0, s = 1 }: SigmoidMap) =>
  (x: number): number =>
    clamp(h * (a + s * sigmoid(x, x0, w)));

export const by =
  (map: (x: number) => number) =>
  (x: number): number =>
    clamp(map(x));
