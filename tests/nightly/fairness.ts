/**
 * Does how dark the skin is decide anything? 8,800 rendered people, a thousand or more of every band, each as
 * photographed and spoilt in two or three of ten ways; the rows of `npm run bench -- face --fairness`. A round of the
 * set is a piece. The set is made by models/training/fairness-set.sh from assets that are not the project's own.
 */
import { existsSync } from "node:fs";
import { judgeOne, rowsOf, together, type Tally } from "../bench/face-fairness.ts";
import { rendered } from "../bench/face-held.ts";
import type { BenchRow } from "../bench/row.ts";
import type { NightlyJob } from "./job.ts";

const ROUNDS = 22;
/** As the script makes them. */
const PEOPLE = 400;
/** One of so many faults is laid on each picture, in turn. */
const EVERY = 4;

const folder = process.env["FACE_RENDERS"];
const there = folder !== undefined && existsSync(folder);

const noteOf = (bands: ReadonlyMap<string, Tally>): string =>
  JSON.stringify(bands, (_, value: unknown) => (value instanceof Map ? [...value] : value));

const bandsOf = (notes: readonly string[]): Map<string, Tally> => {
  const all = new Map<string, Tally>();
  for (const note of notes)
    for (const [name, counted] of JSON.parse(note) as [string, Record<keyof Tally, never>][]) {
      const { good, goodPassed, bad, scores, why } = counted;
      const one = {
        good,
        goodPassed,
        bad: new Map(bad),
        scores: new Map(scores),
        why: new Map(why),
      } as Tally;
      const before = all.get(name);
      all.set(name, before === undefined ? one : together(before, one));
    }
  return all;
};

const lineOf = ({ name, value, unit, bar, interval }: BenchRow): string => {
  const limits = interval === undefined ? "" : ` [${interval.map((end) => end.toFixed(2)).join(", ")}]`;
  return `${name.trim()}: ${value.toFixed(2)} ${unit}${limits}${bar === undefined ? "" : ` (bar ${bar.trim()})`}`;
};

/** Rows with a bar that they miss. */
const missed = ({ value, bar = "" }: BenchRow): boolean => {
  const [, sign, limit] = /^(>=|<=) ([\d.]+)/u.exec(bar) ?? [];
  if (limit === undefined) return false;
  return sign === ">=" ? value < Number(limit) : value > Number(limit);
};

export const job: NightlyJob = {
  name: "fairness",
  pieces: ROUNDS,
  ...(there ? {} : { lacks: "FACE_RENDERS names no folder; models/training/fairness-set.sh makes the set." }),
  run: async (piece) => {
    const bands = new Map<string, Tally>();
    let cases = 0;
    let lost = 0;
    for (const image of rendered(folder ?? "", piece * PEOPLE, PEOPLE)) {
      if (!(await judgeOne(image, bands, cases, EVERY))) lost += 1;
      cases += 1;
    }
    const faults = [
      ...(cases < PEOPLE ? [`round ${piece} has only ${cases} of ${PEOPLE} people`] : []),
      ...(lost > 0 ? [`round ${piece}: no face was found in ${lost} good pictures`] : []),
    ];
    return { cases, faults, notes: [noteOf(bands)] };
  },
  overall: (notes) => rowsOf(bandsOf(notes)).filter(missed).map(lineOf),
  summary: (notes) => rowsOf(bandsOf(notes)).map(lineOf),
};
