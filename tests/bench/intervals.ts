/** Bootstrap intervals: how far a number measured on these pictures might lie elsewhere on others like them. */
import { mulberry } from "./mulberry.ts";

export type Interval = readonly [number, number];

/** A number; or a part of a whole, such as wrong pixels of one picture among those that count. */
export type Value = number | readonly [part: number, whole: number];

/** The values' parts and wholes; a plain number's whole is 1. */
const split = (values: readonly Value[]) => ({
  parts: Float64Array.from(values, (value) => (typeof value === "number" ? value : value[0])),
  wholes: Float64Array.from(values, (value) => (typeof value === "number" ? 1 : value[1])),
});
type Split = ReturnType<typeof split>;

const over = ({ parts, wholes }: Split, pick: (i: number) => number): number => {
  let [part, whole] = [0, 0];
  for (let i = 0; i < parts.length; i++) {
    const at = pick(i);
    part += parts[at] ?? 0;
    whole += wholes[at] ?? 0;
  }
  return part / whole;
};

/** The mean; of parts, the sum of all parts over the sum of all wholes. */
export const meanOf = (values: readonly Value[]): number => over(split(values), (i) => i);

const again = (values: Split, random: () => number): number =>
  over(values, () => Math.floor(random() * values.parts.length));

const bounds = (drawn: readonly number[]): Interval => {
  const sorted = drawn.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return [at(0.025), at(0.975)];
};

/** 95 %, of the values' mean when they are drawn again with replacement. */
export const intervalOf = (values: readonly Value[], seed = 1): Interval => {
  const random = mulberry(seed);
  const all = split(values);
  return bounds(Array.from({ length: 1000 }, () => again(all, random)));
};

export interface WorstOverBest {
  readonly worst: string;
  readonly best: string;
  readonly ratio: number;
  /** 95 %; of these two groups' ratio, each drawn again with replacement. */
  readonly interval: Interval;
}

/** Groups with fewer values than `least` say too little to be the worst or the best. */
export const worstOverBest = (
  groups: ReadonlyMap<string, readonly Value[]>,
  least: number,
  seed = 1,
): WorstOverBest | undefined => {
  const sorted = [...groups]
    .filter(([, values]) => values.length >= least)
    .map(([name, values]) => ({ name, values: split(values), mean: meanOf(values) }))
    .toSorted((a, b) => a.mean - b.mean);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (best === undefined || worst === undefined || best === worst) return undefined;
  const random = mulberry(seed);
  const drawn = Array.from({ length: 1000 }, () => again(worst.values, random) / again(best.values, random));
  return { worst: worst.name, best: best.name, ratio: worst.mean / best.mean, interval: bounds(drawn) };
};

const spread = (points: readonly number[]): number => Math.max(...points) - Math.min(...points);

/** So many of so many. */
export interface Share {
  readonly hits: number;
  readonly all: number;
}

/** Largest less smallest share in points, with the interval that drawing every group again gives. */
export const worstSpread = (
  shares: readonly Share[],
  seed = 1,
): { readonly value: number; readonly interval: Interval } => {
  const random = mulberry(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  // Agresti and Coull: two hits and two misses more, so that 100 of 100 is not taken for certainty.
  const drawn = shares.map(({ hits, all }) => {
    const p = (hits + 2) / (all + 4);
    return () => Math.min(1, Math.max(0, p + normal() * Math.sqrt((p * (1 - p)) / (all + 4)))) * 100;
  });
  const many = Array.from({ length: 2000 }, () => spread(drawn.map((draw) => draw())));
  return { value: spread(shares.map(({ hits, all }) => (100 * hits) / all)), interval: bounds(many) };
};

/** Wilson's 95 % interval of a share: what binomial chance alone allows. */
export const wilson = ({ hits, all }: Share): Interval => {
  const z = 1.96;
  const p = hits / all;
  const middle = (p + z ** 2 / (2 * all)) / (1 + z ** 2 / all);
  const half = (z / (1 + z ** 2 / all)) * Math.sqrt((p * (1 - p)) / all + z ** 2 / (4 * all ** 2));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
};
