/**
 * `npm run nightly [-- JOB...]`: the checks that take hours. Progress is kept in var/nightly after every piece, so a
 * second call goes on; a finished job is reported in docs/nightly and the next call starts it afresh.
 */
import type { NightlyJob } from "./job.ts";
import { afterPiece, forgetProgress, loadProgress, saveProgress } from "./progress.ts";
import { keepRun, writePage } from "./report.ts";

/** THE list of jobs; one line each. */
const jobs: readonly (() => Promise<NightlyJob>)[] = [
  async () => (await import("./crash.ts")).job,
  async () => (await import("./storm.ts")).job,
  async () => (await import("./loss.ts")).job,
  async () => (await import("./records.ts")).recordsJob(),
  async () => (await import("./packet-bytes.ts")).packetBytesJob(),
  async () => (await import("./recording-bytes.ts")).recordingBytesJob(),
  async () => (await import("./devices.ts")).job,
  async () => (await import("./mishaps.ts")).job,
  async () => (await import("./wsq.ts")).job,
  async () => (await import("./synthetic.ts")).job,
  async () => (await import("./frames.ts")).job,
  async () => (await import("./fairness.ts")).job,
  async () => (await import("./sweep.ts")).job,
  async () => (await import("./mutation.ts")).job,
  async () => (await import("./flaky.ts")).job,
  async () => (await import("./axe.ts")).job,
  async () => (await import("./coverage.ts")).job,
];

const runJob = async (job: NightlyJob): Promise<number> => {
  if (job.lacks !== undefined) {
    process.stderr.write(`${job.name}: left out. ${job.lacks}\n`);
    return 0;
  }
  let progress = await loadProgress(job.name);
  while (progress.done < job.pieces) {
    const began = performance.now();
    const result = await job.run(progress.done);
    progress = afterPiece(progress, result, (performance.now() - began) / 1000);
    await saveProgress(job.name, progress);
    process.stderr.write(
      `${job.name}: ${progress.done} of ${job.pieces} pieces, ${progress.cases} cases, ${progress.faults.length} faults\n`,
    );
  }
  progress = { ...progress, faults: [...progress.faults, ...(job.overall?.(progress.notes) ?? [])] };
  await keepRun(job, progress);
  await forgetProgress(job.name);
  return progress.faults.length;
};

const asked = process.argv.slice(2);
const all = await Promise.all(jobs.map((load) => load()));
const unknown = asked.filter((name) => !all.some((job) => job.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no nightly job "${unknown.join('", "')}"; choose among ${all.map((job) => job.name).join(", ")}.\n`,
  );
  process.exit(2);
}
const chosen = asked.length === 0 ? all : all.filter((job) => asked.includes(job.name));
let faults = 0;
for (const job of chosen) faults += await runJob(job);
await writePage(all);
process.exitCode = faults > 0 ? 1 : 0;
