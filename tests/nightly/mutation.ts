/**
 * Mutation testing of what must not be wrong: a mutant that every test lets pass is a line that nobody watches. A sample of
 * each area, another on every commit, so that no test can be written for the sample alone.
 */
import { execFileSync } from "node:child_process";
import { wilson } from "../bench/intervals.ts";
import type { NightlyJob } from "./job.ts";
import { AREAS, EXCLUDED, drawnFrom } from "./mutation/areas.ts";
import type { Area, Drawn } from "./mutation/areas.ts";
import { baselineOf } from "./mutation/baseline.ts";
import { choose, isReached } from "./mutation/choose.ts";
import type { TimedFile } from "./mutation/choose.ts";
import { placeAt, placesOf } from "./mutation/probes.ts";
import { Warm } from "./mutation/warm.ts";

/** Of each area. */
const PIECES = 10;
const MUTANTS_EACH = 10;

/** For the start of a test process on a machine that has other work; to this comes thrice what its tests take. */
const LIMIT_MS = 30_000;

interface Range {
  readonly area: Area;
  readonly drawn: readonly Drawn[];
  readonly tests: readonly TimedFile[];
  readonly warm: Warm;
}

let range: Range | undefined;

/** What no test needs after `a[i] ??`, or in `[a = …]`, stands there for the type-checker alone. */
const isForChecker = (tests: readonly TimedFile[], { file, source, mutant }: Drawn): boolean => {
  const places = placesOf(file, source);
  const place = placeAt(places, mutant.at);
  return place !== undefined && places[place]?.spare === true && !isReached(tests, file, place);
};

const rangeOf = async (area: Area): Promise<Range> => {
  if (range?.area === area) return range;
  range?.warm.end();
  const seed = execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).trim();
  const tests = await baselineOf(area);
  const warm = new Warm({ include: area.tests, exclude: EXCLUDED });
  const drawn = drawnFrom(area, seed).filter((one) => !isForChecker(tests, one));
  range = { area, drawn, tests, warm };
  return range;
};

const fate = async ({ tests, warm }: Range, { file, source, mutant }: Drawn): Promise<string> => {
  const choice = choose(tests, file, placeAt(placesOf(file, source), mutant.at));
  if (choice.tests.length === 0) return "missed: no test gets there:";
  const ms = choice.tests.reduce((sum, one) => sum + one.ms, 0);
  const answer = await warm.ask({ file, text: mutant.text, tests: choice.tests }, LIMIT_MS + 3 * ms);
  if (answer === undefined) return "caught: it does not end:";
  if (!answer.passed) return "caught:";
  return choice.leftOut > 0 ? `missed (longer test files left out: ${choice.leftOut}):` : "missed:";
};

const tryOne = async (of: Range, drawn: Drawn): Promise<string> => {
  const { line, was, becomes } = drawn.mutant;
  return `${of.area.name} ${await fate(of, drawn)} ${drawn.file}:${line} ${was} -> ${becomes}`;
};

const percent = (share: number): string => (100 * share).toFixed(0);

const scoreOf = (area: Area, notes: readonly string[]): string => {
  const own = notes.filter((note) => note.startsWith(`${area.name} `));
  const all = own.length;
  if (all === 0) return `${area.name}: no mutant tried`;
  const hits = own.filter((note) => note.startsWith(`${area.name} caught`)).length;
  const [low, high] = wilson({ hits, all });
  const from = drawnFrom(area, "").length.toLocaleString("en");
  return `${area.name}: ${hits} of ${all} mutants caught, ${percent(hits / all)} % [${percent(low)}, ${percent(high)}], drawn from ${from}`;
};

const runPiece = async (piece: number): Promise<readonly string[]> => {
  const area = AREAS[Math.floor(piece / PIECES)];
  if (area === undefined) return [];
  const of = await rangeOf(area);
  const from = (piece % PIECES) * MUTANTS_EACH;
  const notes: string[] = [];
  for (const drawn of of.drawn.slice(from, from + MUTANTS_EACH)) notes.push(await tryOne(of, drawn));
  if (piece === AREAS.length * PIECES - 1) of.warm.end();
  return notes;
};

export const job: NightlyJob = {
  name: "mutation",
  pieces: AREAS.length * PIECES,
  run: async (piece) => {
    const notes = await runPiece(piece);
    return { cases: notes.length, faults: [], notes };
  },
  /** The score of each area with its 95 % interval, and what slipped through; known equivalents are never drawn. */
  summary: (notes) => [
    ...AREAS.map((area) => scoreOf(area, notes)),
    ...notes.filter((note) => note.includes(" missed")),
  ],
};
