/** Mutation testing of what must not be wrong: a mutant that every test lets pass is a line that nobody watches. */
import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { seededRandom } from "../../api/base/random.ts";
import type { NightlyJob } from "./job.ts";
import { mutantsOf } from "./mutants.ts";

interface Area {
  readonly name: string;
  /** Sources, as git spells paths. */
  readonly sources: readonly string[];
  readonly tests: string;
}

const AREAS: readonly Area[] = [
  {
    name: "formats",
    sources: ["api/formats/lds", "api/formats/mrz", "api/formats/iso19794", "api/bytes"],
    tests: "tests/formats",
  },
  { name: "session", sources: ["kiosk/session/*.ts"], tests: "tests/kiosk/session" },
  { name: "queue", sources: ["kiosk/queue"], tests: "tests/kiosk/queue" },
  {
    name: "measures",
    sources: ["models/face/measures", "models/face/criteria", "models/finger/measures"],
    tests: "tests/models",
  },
];

const PIECES = 40;
/** Of each area in each piece. */
const MUTANTS = 1;
const LIMIT_MS = 180_000;

const listed = (...patterns: readonly string[]): readonly string[] =>
  execFileSync("git", ["ls-files", "-z", ...patterns], { encoding: "utf8" })
    .split("\0")
    .filter(Boolean);

/** A copy of the checkout that may be broken. */
const sandbox = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "kiosk-mutants-"));
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
  const include = [`${area.tests}/**/*.test.ts`];
  // Ten thousands of damaged records would run for every mutant.
  const exclude = ["**/fuzz*.test.ts"];
  const test = { include, exclude, pool: "forks", maxWorkers: 1, testTimeout: 60_000 };
  writeFileSync(path.join(folder, configOf(area)), `export default ${JSON.stringify({ test })};\n`);
};

/** Whether some test fails; a run that no longer ends counts as failing. */
const isCaught = (folder: string, area: Area, words: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    const args = [
      ...words,
      "--run",
      "--bail=1",
      "--config",
      configOf(area),
      "--reporter=dot",
      "--passWithNoTests",
    ];
    execFile(
      process.execPath,
      ["node_modules/vitest/vitest.mjs", ...args],
      { cwd: folder, timeout: LIMIT_MS, maxBuffer: 1 << 26 },
      (error) => resolve(error !== null),
    );
  });

const ready = new Set<string>();

/** Says nothing of mutants where the tests fail without one. */
const prepare = async (folder: string, area: Area): Promise<void> => {
  if (ready.has(area.name)) return;
  configure(folder, area);
  if (await isCaught(folder, area, []))
    throw new Error(`The tests in ${area.tests} fail without any mutant; mend them first.`);
  ready.add(area.name);
};

let folder: string | undefined;

const tryOne = async (area: Area, seed: string): Promise<string> => {
  folder ??= sandbox();
  await prepare(folder, area);
  const random = seededRandom(seed);
  const pick = (count: number): number => Buffer.from(random("mutant", 4)).readUInt32BE() % count;
  const sources = listed(...area.sources).filter((file) => file.endsWith(".ts"));
  for (;;) {
    const file = sources[pick(sources.length)] ?? "";
    const source = readFileSync(file, "utf8");
    const mutants = mutantsOf(source);
    const mutant = mutants[pick(Math.max(1, mutants.length))];
    if (mutant === undefined) continue;
    const at = path.join(folder, file);
    writeFileSync(at, mutant.text);
    const caught = await isCaught(folder, area, ["related", file]);
    writeFileSync(at, source);
    return `${caught ? "caught" : "missed"} ${area.name} ${file}:${mutant.line} ${mutant.was} -> ${mutant.becomes}`;
  }
};

export const job: NightlyJob = {
  name: "mutation",
  pieces: PIECES,
  run: async (piece) => {
    const notes: string[] = [];
    for (const area of AREAS)
      for (let n = 0; n < MUTANTS; n += 1) notes.push(await tryOne(area, `${area.name} ${piece} ${n}`));
    return { cases: notes.length, faults: [], notes };
  },
  /** The score of each area, and what slipped through. */
  summary: (notes) => [
    ...AREAS.map(({ name }) => {
      const own = notes.filter((note) => note.split(" ")[1] === name);
      const caught = own.filter((note) => note.startsWith("caught")).length;
      const score = own.length === 0 ? "none tried" : `${Math.round((100 * caught) / own.length)} %`;
      return `${name}: ${caught} of ${own.length} mutants caught (${score})`;
    }),
    ...notes.filter((note) => note.startsWith("missed")),
  ],
};
