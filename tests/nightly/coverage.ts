/** Which share of each floor's statements the suite runs. */
import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { NightlyJob } from "./job.ts";

interface Covered {
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

const OUT = "var/nightly/coverage";

const measure = (): Promise<void> =>
  new Promise((resolve) => {
    const include = FLOORS.map((floor) => `--coverage.include=${floor}/**/*.ts`);
    const coverage = ["--coverage.enabled", "--coverage.provider=v8", "--coverage.reporter=json-summary"];
    const args = ["run", ...coverage, ...include, `--coverage.reportsDirectory=${OUT}`, "--reporter=dot"];
    spawn(process.execPath, ["node_modules/vitest/vitest.mjs", ...args], { stdio: "ignore" }).once(
      "close",
      () => resolve(),
    );
  });

const percent = (some: readonly Covered[], kind: "lines" | "branches"): string => {
  const total = some.reduce((sum, file) => sum + file[kind].total, 0);
  const covered = some.reduce((sum, file) => sum + file[kind].covered, 0);
  return total === 0 ? "none" : `${((100 * covered) / total).toFixed(1)} %`;
};

export const job: NightlyJob = {
  name: "coverage",
  pieces: 1,
  run: async () => {
    await measure();
    const summary = JSON.parse(await readFile(`${OUT}/coverage-summary.json`, "utf8")) as Record<
      string,
      Covered
    >;
    await rm(OUT, { recursive: true, force: true });
    const files = Object.entries(summary).filter(([name]) => name !== "total");
    const notes = FLOORS.map((floor) => {
      const own = files
        .filter(([name]) => path.relative(process.cwd(), name).startsWith(`${floor}/`))
        .map(([, of]) => of);
      return `${floor}: ${own.length} files, lines ${percent(own, "lines")}, branches ${percent(own, "branches")}`;
    });
    return { cases: files.length, faults: [], notes };
  },
};
