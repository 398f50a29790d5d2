import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { NightlyJob } from "./job.ts";
import type { Progress } from "./progress.ts";

/** What is committed of a job's last finished run. */
interface FinishedRun {
  readonly job: string;
  /** The day it ended, UTC. */
  readonly finished: string;
  /** The commit it ran on; `+` when files were changed since. */
  readonly commit: string;
  readonly node: string;
  readonly pieces: number;
  readonly cases: number;
  readonly faults: readonly string[];
  readonly notes?: readonly string[];
  readonly minutes: number;
}

const folder = "docs/nightly";
const page = "docs/nightly.md";

const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" }).trim();

const commit = (): string => {
  try {
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "-uno") && "+");
  } catch {
    return "unknown";
  }
};

/** Writes docs/nightly/JOB.json. */
export const keepRun = async (job: NightlyJob, progress: Progress): Promise<void> => {
  const run: FinishedRun = {
    job: job.name,
    finished: new Date().toISOString().slice(0, 10),
    commit: commit(),
    node: process.versions.node,
    pieces: job.pieces,
    cases: progress.cases,
    faults: progress.faults,
    ...(progress.notes.length === 0 ? {} : { notes: job.summary?.(progress.notes) ?? progress.notes }),
    minutes: Math.round(progress.seconds / 6) / 10,
  };
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/${job.name}.json`, `${JSON.stringify(run, undefined, 2)}\n`);
};

const runOf = async (job: NightlyJob): Promise<FinishedRun | undefined> => {
  const text = await readFile(`${folder}/${job.name}.json`, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as FinishedRun);
};

const row = (job: NightlyJob, run: FinishedRun | undefined): string =>
  run === undefined
    ? `| ${job.name} | not run yet | | | | |`
    : `| ${job.name} | ${run.cases.toLocaleString("en")} | ${run.faults.length} | ${run.minutes} | ${run.finished} | ${run.commit}, Node ${run.node} |`;

/** Writes docs/nightly.md from the last finished run of every job. */
export const writePage = async (jobs: readonly NightlyJob[]): Promise<void> => {
  const runs = await Promise.all(
    jobs.map(async (job) => [job, await runOf(job)] satisfies [unknown, unknown]),
  );
  const faults = runs.flatMap(([job, run]) => (run?.faults ?? []).map((line) => `- ${job.name}: ${line}`));
  const notes = runs.flatMap(([job, run]) =>
    run?.notes === undefined
      ? []
      : [`## ${job.name}`, "", ...run.notes.map((line) => (line.startsWith("|") ? line : `- ${line}`)), ""],
  );
  const lines = [
    "# The long checks, as they last ended",
    "",
    "Made by `npm run nightly`, from docs/nightly/JOB.json. `npm run nightly -- JOB` runs one of them.",
    "",
    "| job | cases | faults | minutes | finished | on |",
    "|---|---|---|---|---|---|",
    ...runs.map(([job, run]) => row(job, run)),
    "",
    ...notes,
    ...(faults.length > 0 ? ["## Faults", "", ...faults, ""] : []),
  ];
  await writeFile(page, lines.join("\n"));
};
