/**
 * `npm run nightly [-- JOB...]`: the checks that take hours. Progress is kept in var/nightly.json after every piece,
 * so a second call goes on; a finished night is reported in docs/nightly.md and the next call starts afresh.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import type { NightlyJob } from "./job.ts";

/** THE list of jobs; one line each. */
const jobs: readonly (() => Promise<NightlyJob>)[] = [
  async () => (await import("./crash.ts")).job,
  async () => (await import("./storm.ts")).job,
  async () => (await import("./records.ts")).recordsJob(),
  async () => (await import("./packet-bytes.ts")).packetBytesJob(),
  async () => (await import("./devices.ts")).job,
  async () => (await import("./wsq.ts")).job,
  async () => (await import("./synthetic.ts")).job,
];

interface Progress {
  readonly done: number;
  readonly cases: number;
  readonly faults: readonly string[];
  readonly seconds: number;
}

const stateFile = "var/nightly.json";
const reportFile = "docs/nightly.md";

const load = async (): Promise<Record<string, Progress>> =>
  JSON.parse(await readFile(stateFile, "utf8").catch(() => "{}")) as Record<string, Progress>;

const save = async (state: Record<string, Progress>) => {
  await mkdir("var", { recursive: true });
  await writeFile(stateFile, JSON.stringify(state));
};

const runJob = async (job: NightlyJob, state: Record<string, Progress>) => {
  let progress = state[job.name] ?? { done: 0, cases: 0, faults: [], seconds: 0 };
  while (progress.done < job.pieces) {
    const began = performance.now();
    const result = await job.run(progress.done);
    progress = {
      done: progress.done + 1,
      cases: progress.cases + result.cases,
      faults: [...progress.faults, ...result.faults],
      seconds: progress.seconds + (performance.now() - began) / 1000,
    };
    state[job.name] = progress;
    await save(state);
    process.stderr.write(
      `${job.name}: ${progress.done} of ${job.pieces} pieces, ${progress.cases} cases, ${progress.faults.length} faults\n`,
    );
  }
};

const report = (all: readonly NightlyJob[], state: Readonly<Record<string, Progress>>): string => {
  const rows = all.map((job) => {
    const { cases = 0, faults = [], seconds = 0 } = state[job.name] ?? {};
    return `| ${job.name} | ${cases.toLocaleString("en")} | ${faults.length} | ${(seconds / 60).toFixed(1)} |`;
  });
  const faults = all.flatMap((job) =>
    (state[job.name]?.faults ?? []).map((line) => `- ${job.name}: ${line}`),
  );
  return [
    "# The last night",
    "",
    `Finished ${new Date().toISOString().slice(0, 10)} on Node ${process.versions.node}. Made by \`npm run nightly\`.`,
    "",
    "| job | cases | faults | minutes |",
    "|---|---|---|---|",
    ...rows,
    "",
    ...(faults.length > 0 ? ["## Faults", "", ...faults, ""] : []),
  ].join("\n");
};

const asked = process.argv.slice(2);
const all = await Promise.all(jobs.map((load) => load()));
const chosen = asked.length === 0 ? all : all.filter((job) => asked.includes(job.name));
const state = await load();
for (const job of chosen) await runJob(job, state);
if (asked.length === 0 && all.length > 0) {
  await mkdir("docs", { recursive: true });
  await writeFile(reportFile, report(all, state));
  await rm(stateFile, { force: true });
}
process.exitCode = chosen.some((job) => (state[job.name]?.faults.length ?? 0) > 0) ? 1 : 0;
