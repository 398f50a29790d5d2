/** Bootstrap intervals: how far a number measured on these pictures might lie elsewhere on others like them. */
import { mulberry } from "./mulberry.ts";

export type Interval = readonly [number, number];

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

const again = (values: readonly number[], random: () => number): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[Math.floor(random() * values.length)] ?? 0;
  return sum / values.length;
};

const bounds = (drawn: readonly number[]): Interval => {
  const sorted = drawn.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return [at(0.025), at(0.975)];
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
  groups: ReadonlyMap<string, readonly number[]>,
  least: number,
  seed = 1,
): WorstOverBest | undefined => {
  const sorted = [...groups]
    .filter(([, values]) => values.length >= least)
    .map(([name, values]) => ({ name, values, mean: mean(values) }))
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
