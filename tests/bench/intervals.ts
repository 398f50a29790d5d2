/** Bootstrap intervals: how far a number measured on these pictures might lie elsewhere on others like them. */
export type Interval = readonly [number, number];

/** Small, fast, seeded; 0 <= value < 1 (mulberry32). */
const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

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
  const random = seededRandom(seed);
  const drawn = Array.from({ length: 1000 }, () => again(worst.values, random) / again(best.values, random));
  return { worst: worst.name, best: best.name, ratio: worst.mean / best.mean, interval: bounds(drawn) };
};
