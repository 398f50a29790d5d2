/** Error rates of a comparison from its scores, as FVC2000 and ISO/IEC 19795-1 define them. Higher scores mean more alike. */

export interface Rates {
  /** FVC2000: mean of the ends of the interval in which the two rates cross. */
  readonly eer: number;
  /** Lowest FNMR at a threshold whose FMR is at most the given share. */
  fnmrAt(fmr: number): number;
  /** The threshold of that. */
  thresholdAt(fmr: number): number;
  /** FNMR with no false match at all. */
  readonly zeroFmr: number;
}

/** First index whose value is at least `value`, in ascending order. */
const firstAtLeast = (sorted: Float64Array, value: number): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** A missing template is a genuine score of -Infinity. Both lists must hold something. */
export const errorRates = (genuine: readonly number[], impostor: readonly number[]): Rates => {
  const g = Float64Array.from(genuine).sort();
  const i = Float64Array.from(impostor).sort();
  /** At threshold t a score of t or more is a match. */
  const fnmr = (t: number) => firstAtLeast(g, t) / g.length;
  const fmr = (t: number) => 1 - firstAtLeast(i, t) / i.length;
  const thresholds = [...new Set([...g, ...i])].filter(Number.isFinite).sort((a, b) => a - b);
  const crossing = (): number => {
    let before = { fmr: 1, fnmr: 0 };
    for (const t of [...thresholds, Number.POSITIVE_INFINITY]) {
      const now = { fmr: fmr(t), fnmr: fnmr(t) };
      if (now.fnmr >= now.fmr) {
        const [here, there] = [now.fmr + now.fnmr, before.fmr + before.fnmr];
        return here <= there ? here / 2 : there / 2;
      }
      before = now;
    }
    return 1;
  };
  const thresholdAt = (share: number): number => {
    let low = 0;
    let high = thresholds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (fmr(thresholds[middle] ?? 0) <= share) high = middle;
      else low = middle + 1;
    }
    return thresholds[low] ?? Number.POSITIVE_INFINITY;
  };
  const fnmrAt = (share: number) => fnmr(thresholdAt(share));
  return { eer: crossing(), fnmrAt, thresholdAt, zeroFmr: fnmrAt(0) };
};

const ranks = (values: readonly number[]): Float64Array => {
  const order = values.map((value, at) => ({ value, at })).sort((a, b) => a.value - b.value);
  const out = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && order[end]?.value === order[start]?.value) end += 1;
    for (let k = start; k < end; k += 1) out[order[k]?.at ?? 0] = (start + end - 1) / 2;
    start = end;
  }
  return out;
};

/** Spearman's rank correlation, ties at their mean rank. */
export const spearman = (a: readonly number[], b: readonly number[]): number => {
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (a.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (let k = 0; k < x.length; k += 1) {
    const dx = (x[k] ?? 0) - mean;
    const dy = (y[k] ?? 0) - mean;
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
};
