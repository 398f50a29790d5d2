/** Which share of each floor's lines and branches the suite runs. */
import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { NightlyJob } from "./job.ts";

export interface Covered {
  readonly lines: { readonly total: number; readonly covered: number };
  readonly branches: { readonly total: number; readonly covered: number };
}

/** The folders of the floors table of ARCHITECTURE.md, deepest first. */
const FLOORS = [
  "api/words",
  "api/base",
  "api/bytes",
  "api/formats",
  "api/issuance",
  "api/intake",
  "drivers",
  "models",
  "kiosk/store",
  "kiosk/devices",
  "kiosk/keys",
  "kiosk/audit",
  "kiosk/session",
  "kiosk/queue",
  "kiosk/server",
  "kiosk/cli",
] as const;

/** Of the suite; each keeps its part, so that a stopped night goes on. */
const PIECES = 8;
const OUT = "var/nightly/coverage";
const PARTS = `${OUT}/parts`;

const vitest = (...words: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    const include = FLOORS.map((floor) => `--coverage.include=${floor}/**/*.ts`);
    const coverage = ["--coverage.enabled", "--coverage.provider=v8", "--coverage.reporter=json-summary"];
    // What a test that fails has run is counted too: whether it fails is npm test's business.
    const args = [...words, ...coverage, ...include, "--coverage.reportOnFailure"];
    spawn(process.execPath, ["node_modules/vitest/vitest.mjs", ...args], { stdio: "ignore" }).once(
      "close",
      () => resolve(),
    );
  });

const measure = (piece: number): Promise<void> =>
  vitest(
    "run",
    `--shard=${piece + 1}/${PIECES}`,
    "--reporter=blob",
    `--outputFile.blob=${PARTS}/part-${piece + 1}.json`,
    `--coverage.reportsDirectory=${OUT}/part`,
  );

const total = (some: readonly Covered[], kind: "lines" | "branches"): number =>
  some.reduce((sum, file) => sum + file[kind].total, 0);

const percent = (some: readonly Covered[], kind: "lines" | "branches"): string => {
  const covered = some.reduce((sum, file) => sum + file[kind].covered, 0);
  return total(some, kind) === 0 ? "none" : `${((100 * covered) / total(some, kind)).toFixed(1)} %`;
};

/** A row for each floor, and one for all of them. */
export const coverageTable = (summary: Readonly<Record<string, Covered>>): readonly string[] => {
  const files = Object.entries(summary).filter(([name]) => name !== "total");
  const row = (name: string, own: readonly Covered[]) =>
    `| ${name} | ${own.length} | ${total(own, "lines").toLocaleString("en")} | ${percent(own, "lines")} | ${percent(own, "branches")} |`;
  return [
    "| floor | files | lines | lines run | branches taken |",
    "|---|---|---|---|---|",
    ...FLOORS.map((floor) =>
      row(
        floor,
        files
          .filter(([name]) => path.relative(process.cwd(), name).startsWith(`${floor}/`))
          .map(([, of]) => of),
      ),
    ),
    row(
      "all",
      files.map(([, of]) => of),
    ),
  ];
};

export const job: NightlyJob = {
  name: "coverage",
  pieces: PIECES,
  run: async (piece) => {
    await measure(piece);
    if (piece < PIECES - 1) return { cases: 0, faults: [] };
    await vitest(`--mergeReports=${PARTS}`, "--run", "--reporter=dot", `--coverage.reportsDirectory=${OUT}`);
    const summary = JSON.parse(await readFile(`${OUT}/coverage-summary.json`, "utf8")) as Record<
      string,
      Covered
    >;
    await rm(OUT, { recursive: true, force: true });
    return { cases: Object.keys(summary).length - 1, faults: [], notes: coverageTable(summary) };
  },
};
