/**
 * Mutation testing of what must not be wrong: a mutant that every test lets pass is a line that nobody watches. A seeded
 * sample: the whole would take days.
 */
import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { seededRandom } from "../../api/base/random.ts";
import type { NightlyJob } from "./job.ts";
import { isEquivalent } from "./equivalents.ts";
import { mutantsOf } from "./mutants.ts";

interface Area {
  readonly name: string;
  /** Sources, as git spells paths. */
  readonly sources: readonly string[];
  /** Tests, as vitest spells patterns. */
  readonly tests: readonly string[];
  /** Mutants in each piece: more where the tests are quick. */
  readonly mutants: number;
}

const AREAS: readonly Area[] = [
  {
    name: "formats",
    sources: ["api/formats/lds", "api/formats/mrz", "api/formats/iso19794", "api/bytes"],
    tests: ["tests/formats/**/*.test.ts", "tests/bytes/**/*.test.ts"],
    mutants: 2,
  },
  {
    name: "session",
    sources: ["kiosk/session/*.ts"],
    tests: ["tests/kiosk/session/**/*.test.ts"],
    mutants: 4,
  },
  { name: "queue", sources: ["kiosk/queue"], tests: ["tests/kiosk/queue/**/*.test.ts"], mutants: 3 },
  {
    name: "measures",
    sources: ["models/face/measures", "models/face/criteria", "models/finger/measures"],
    tests: ["tests/models/face/**/*.test.ts", "tests/models/finger/{measures,print-values,quality}.test.ts"],
    mutants: 1,
  },
];

const PIECES = 5;
/** Of one mutant: longer than all of an area's tests take. */
const LIMIT_MS = 300_000;
/** Of an area's tests without a mutant, on a machine that has other work. */
const BASELINE_MS = 1_800_000;

const listed = (...patterns: readonly string[]): readonly string[] =>
  execFileSync("git", ["ls-files", "-z", ...patterns], { encoding: "utf8" })
    .split("\0")
    .filter(Boolean);

const sourcesOf = ({ sources }: Area): readonly string[] =>
  listed(...sources).filter((file) => file.endsWith(".ts"));

/** A copy of the checkout that may be broken; gone when the program ends. */
const sandbox = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "kiosk-mutants-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  for (const file of listed()) {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    cpSync(file, path.join(folder, file));
  }
  for (const link of ["node_modules", "dist"]) symlinkSync(path.resolve(link), path.join(folder, link));
  return folder;
};

const configOf = (area: Area): string => `mutants.${area.name}.config.mjs`;

/** The area's tests alone, one after the other. */
const configure = (folder: string, area: Area): void => {
  // Ten thousands of damaged records would run for every mutant.
  const exclude = ["**/fuzz*.test.ts"];
  const times = { testTimeout: 120_000, hookTimeout: 120_000 };
  const test = { include: area.tests, exclude, pool: "forks", maxWorkers: 1, ...times };
  writeFileSync(path.join(folder, configOf(area)), `export default ${JSON.stringify({ test })};\n`);
};

interface Outcome {
  readonly passed: boolean;
  /** What vitest wrote last. */
  readonly words: string;
}

const testRun = (folder: string, area: Area, words: readonly string[], timeout: number): Promise<Outcome> =>
  new Promise((resolve) => {
    const usual = ["--run", "--bail=1", "--config", configOf(area), "--reporter=dot", "--passWithNoTests"];
    const options = { cwd: folder, timeout, maxBuffer: 1 << 26 };
    const program = [path.join("node_modules", "vitest", "vitest.mjs"), ...words, ...usual];
    execFile(process.execPath, program, options, (error, stdout, stderr) =>
      resolve({ passed: error === null, words: `${stdout}\n${stderr}`.trim().slice(-1500) }),
    );
  });

const ready = new Set<string>();

/** Says nothing of mutants where the tests fail without one. */
const prepare = async (folder: string, area: Area): Promise<void> => {
  if (ready.has(area.name)) return;
  configure(folder, area);
  const { passed, words } = await testRun(folder, area, [], BASELINE_MS);
  if (!passed)
    throw new Error(`The tests of ${area.name} fail without any mutant; mend them first.\n${words}`);
  ready.add(area.name);
};

let folder: string | undefined;

const tryOne = async (area: Area, seed: string): Promise<string> => {
  folder ??= sandbox();
  await prepare(folder, area);
  const random = seededRandom(seed);
  const pick = (count: number): number => Buffer.from(random("mutant", 4)).readUInt32BE() % count;
  const sources = sourcesOf(area);
  for (;;) {
    const file = sources[pick(sources.length)] ?? "";
    const source = readFileSync(file, "utf8");
    const mutants = mutantsOf(source);
    const mutant = mutants[pick(Math.max(1, mutants.length))];
    if (mutant === undefined || isEquivalent(file, source, mutant)) continue;
    const at = path.join(folder, file);
    writeFileSync(at, mutant.text);
    // A run that no longer ends has been noticed too.
    const { passed } = await testRun(folder, area, ["related", file], LIMIT_MS);
    writeFileSync(at, source);
    return `${passed ? "missed" : "caught"} ${area.name} ${file}:${mutant.line} ${mutant.was} -> ${mutant.becomes}`;
  }
};

export const job: NightlyJob = {
  name: "mutation",
  pieces: PIECES,
  run: async (piece) => {
    const notes: string[] = [];
    for (const area of AREAS)
      for (let n = 0; n < area.mutants; n += 1) notes.push(await tryOne(area, `${area.name} ${piece} ${n}`));
    return { cases: notes.length, faults: [], notes };
  },
  /** The score of each area, of how many there are, and what slipped through; known equivalents are never drawn. */
  summary: (notes) => [
    ...AREAS.map((area) => {
      const own = notes.filter((note) => note.split(" ")[1] === area.name);
      const caught = own.filter((note) => note.startsWith("caught")).length;
      const score = own.length === 0 ? "none tried" : `${Math.round((100 * caught) / own.length)} %`;
      const all = sourcesOf(area).reduce(
        (sum, file) => sum + mutantsOf(readFileSync(file, "utf8")).length,
        0,
      );
      return `${area.name}: ${caught} of ${own.length} mutants caught (${score}), drawn from ${all.toLocaleString("en")}`;
    }),
    ...notes.filter((note) => note.startsWith("missed")),
  ],
};
