/** Pairs of minutiae, one of each print, whose neighbourhoods agree: the starting points of an alignment. */
import { COMPARE } from "./params.ts";
import { wrap, type Prepared } from "./prepare.ts";

export interface Root {
  readonly a: number;
  readonly b: number;
  /** Agreeing neighbours. */
  readonly votes: number;
}

/** votes[a * countB + b]: agreeing pairs that start at a and b, weighted by their agreement. */
const collectVotes = (one: Prepared, two: Prepared): Float32Array => {
  const votes = new Float32Array(one.count * two.count);
  const { lengthFixed, lengthShare, angle } = COMPARE.pairs;
  const limit = (angle * Math.PI) / 180;
  const [p, q] = [one.pairs, two.pairs];
  let start = 0;
  for (let r = 0; r < p.rows; r += 1) {
    const length = p.length[r] as number;
    const slack = lengthFixed + lengthShare * length;
    while (start < q.rows && (q.length[start] as number) < length - slack) start += 1;
    const leave = p.leave[r] as number;
    const arrive = p.arrive[r] as number;
    const base = (p.from[r] as number) * two.count;
    for (let s = start; s < q.rows && (q.length[s] as number) <= length + slack; s += 1) {
      const first = Math.abs(wrap(leave - (q.leave[s] as number)));
      if (first > limit) continue;
      const second = Math.abs(wrap(arrive - (q.arrive[s] as number)));
      if (second > limit) continue;
      const at = base + (q.from[s] as number);
      votes[at] = (votes[at] as number) + 1.5 - (first + second) / (2 * limit);
    }
  }
  return votes;
};

/** The most promising roots, best first. */
export const findRoots = (one: Prepared, two: Prepared): readonly Root[] => {
  const votes = collectVotes(one, two);
  const roots: Root[] = [];
  let worst = 0;
  for (let at = 0; at < votes.length; at += 1) {
    const value = votes[at] as number;
    if (value <= worst) continue;
    roots.push({ a: Math.floor(at / two.count), b: at % two.count, votes: value });
    if (roots.length < 2 * COMPARE.roots) continue;
    roots.sort((x, y) => y.votes - x.votes).length = COMPARE.roots;
    worst = roots.at(-1)?.votes ?? 0;
  }
  return roots.sort((x, y) => y.votes - x.votes).slice(0, COMPARE.roots);
};
