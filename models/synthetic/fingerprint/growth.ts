/**
 * Ridges grown by repeated space-variant Gabor filtering from a few seeds (SFinGe; Cappelli, Maio and Maltoni 2002).
 * Where growth fronts meet, and where flow and density pull apart, minutiae come about by themselves.
 * Grown at 250 ppi with 13 x 13 filters; the caller enlarges the pattern by 2 and smooths it once more there.
 */
import type { Dice } from "../dice.ts";
import { makeBank } from "./gabor.ts";
import type { Bank } from "./gabor.ts";
import { grid } from "./grid.ts";
import type { Grid } from "./grid.ts";

/** Index of the filter's first tap for each cell; `scale` turns the period field into cells. */
const chooseFilters = (bank: Bank, orientation: Grid, period: Grid, scale: number): Int32Array => {
  const out = new Int32Array(orientation.values.length);
  for (let i = 0; i < out.length; i += 1)
    out[i] = bank.filterFor(orientation.values[i] ?? 0, (period.values[i] ?? 0) * scale);
  return out;
};

/** Values over a canvas padded by the filter's reach, so that filtering needs no bounds. */
interface Canvas {
  readonly stride: number;
  readonly values: Float32Array;
}

const canvas = (width: number, height: number, reach: number): Canvas => ({
  stride: width + 2 * reach,
  values: new Float32Array((width + 2 * reach) * (height + 2 * reach)),
});

const clipped = (raw: number): number => (raw > 1 ? 1 : raw < -1 ? -1 : raw);

/**
 * One round: every inside cell becomes its filter's answer, times the gain, clipped. The filters are even: each tap
 * before the middle serves two places.
 */
const filterOnce = (
  bank: Bank,
  from: Canvas,
  to: Canvas,
  filters: Int32Array,
  inside: Uint8Array,
  width: number,
  gain: number,
): void => {
  const { side, reach, taps } = bank;
  const { values, stride } = from;
  const out = to.values;
  const height = inside.length / width;
  const middle = (side * side - 1) / 2;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const cell = y * width + x;
      if (inside[cell] === 0) continue;
      const at = (y + reach) * stride + x + reach;
      const filter = filters[cell] as number;
      let a = (taps[filter + middle] as number) * (values[at] as number);
      if (x + 3 >= width || inside[cell + 1] === 0 || inside[cell + 2] === 0 || inside[cell + 3] === 0) {
        for (let row = 0, k = filter; row <= reach; row += 1) {
          const start = at + (row - reach) * stride - reach;
          const end = row < reach ? start + side : at;
          for (let i = start, j = 2 * at - start; i < end; i += 1, j -= 1, k += 1)
            a += (taps[k] as number) * ((values[i] as number) + (values[j] as number));
        }
        out[at] = clipped(a * gain);
        continue;
      }
      // Four neighbours at once: each sum waits for its own last addition only.
      const toB = (filters[cell + 1] as number) - filter;
      const toC = (filters[cell + 2] as number) - filter;
      const toD = (filters[cell + 3] as number) - filter;
      let b = (taps[filter + toB + middle] as number) * (values[at + 1] as number);
      let c = (taps[filter + toC + middle] as number) * (values[at + 2] as number);
      let d = (taps[filter + toD + middle] as number) * (values[at + 3] as number);
      for (let row = 0, k = filter; row <= reach; row += 1) {
        const start = at + (row - reach) * stride - reach;
        const end = row < reach ? start + side : at;
        for (let i = start, j = 2 * at - start; i < end; i += 1, j -= 1, k += 1) {
          a += (taps[k] as number) * ((values[i] as number) + (values[j] as number));
          b += (taps[k + toB] as number) * ((values[i + 1] as number) + (values[j + 1] as number));
          c += (taps[k + toC] as number) * ((values[i + 2] as number) + (values[j + 2] as number));
          d += (taps[k + toD] as number) * ((values[i + 3] as number) + (values[j + 3] as number));
        }
      }
      out[at] = clipped(a * gain);
      out[at + 1] = clipped(b * gain);
      out[at + 2] = clipped(c * gain);
      out[at + 3] = clipped(d * gain);
      x += 3;
    }
};

const inner = (from: Canvas, width: number, height: number, reach: number): Grid => {
  const out = grid(width, height);
  for (let y = 0; y < height; y += 1) {
    const start = (y + reach) * from.stride + reach;
    out.values.set(from.values.subarray(start, start + width), y * width);
  }
  return out;
};

export interface GrowthOptions {
  /** Spots that growth starts from; more spots, more minutiae. */
  readonly spots: number;
  readonly rounds: number;
}

/** Drives a front quickly; its clipping squares the wave. */
const FRONT_GAIN = 6;
/** Answers a sinusoid of the filter's own period with about itself, so that the wave rounds off. */
const ROUND_GAIN = 1.9;
const ROUNDING = 6;

/** Ridge pattern in -1 (valley) .. 1 (ridge) over the cells that are inside; 0 elsewhere. Period in master pixels. */
export const grow = (
  dice: Dice,
  orientation: Grid,
  period: Grid,
  inside: Uint8Array,
  options: GrowthOptions,
): Grid => {
  const { width, height } = orientation;
  const bank = makeBank({ reach: 6, shortest: 3, longest: 6.5 });
  let now = canvas(width, height, bank.reach);
  let next = canvas(width, height, bank.reach);
  for (let spot = 0; spot < options.spots; spot += 1) {
    const at = (dice.whole(2, height - 3) + bank.reach) * now.stride + dice.whole(2, width - 3) + bank.reach;
    for (const step of [0, 1, -1, now.stride, -now.stride]) now.values[at + step] = 1;
  }
  const filters = chooseFilters(bank, orientation, period, 0.5);
  for (let round = 0; round < options.rounds; round += 1) {
    const gain = round < options.rounds - ROUNDING ? FRONT_GAIN : ROUND_GAIN;
    filterOnce(bank, now, next, filters, inside, width, gain);
    [now, next] = [next, now];
  }
  return inner(now, width, height, bank.reach);
};

/** One more round at 500 ppi: frees the enlarged pattern of the coarse lattice. */
export const smooth = (pattern: Grid, orientation: Grid, period: Grid, inside: Uint8Array): Grid => {
  const { width, height } = pattern;
  const bank = makeBank({ reach: 9, shortest: 6, longest: 13 });
  const from = canvas(width, height, bank.reach);
  for (let y = 0; y < height; y += 1)
    from.values.set(
      pattern.values.subarray(y * width, (y + 1) * width),
      (y + bank.reach) * from.stride + bank.reach,
    );
  const to = canvas(width, height, bank.reach);
  filterOnce(bank, from, to, chooseFilters(bank, orientation, period, 1), inside, width, ROUND_GAIN);
  return inner(to, width, height, bank.reach);
};
