/** Scenarios played by this process, or shared among several. */
import { fork } from "node:child_process";
import path from "node:path";
import { Bug } from "../../../api/base/faults.ts";
import type { Result } from "./one.ts";
import { remembered } from "./remembered.ts";
import type { Scenario } from "./scenario.ts";
import type { Watcher } from "./watch.ts";

export interface Job {
  readonly file: string;
  readonly scenario: Scenario;
}

export interface CrewOptions {
  /** Where answers of the models are kept; undefined: in memory alone. */
  readonly cache: string | undefined;
  readonly jobs: number;
  readonly onResult: (job: Job, result: Result) => void | Promise<void>;
  /** Somebody looks on, at one scenario after the other. */
  readonly watcher?: (job: Job) => Watcher;
}

const alone = async (jobs: readonly Job[], { cache, onResult, watcher }: CrewOptions): Promise<void> => {
  // A whole kiosk: whoever hands the scenarios to others does not load it.
  const { playOrSay } = await import("./one.ts");
  const memory = remembered(cache);
  for (const job of jobs)
    await onResult(job, await playOrSay(job.scenario, job.file, memory, watcher?.(job)));
};

/** One process' share: takes the next job whenever it is free. */
const shared = (queue: Job[], { cache, onResult }: CrewOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, "crew-worker.js"), [cache ?? ""], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    let job: Job | undefined;
    const feed = () => {
      job = queue.shift();
      if (job === undefined) child.disconnect();
      else child.send(job);
    };
    child.on("message", (result: Result) => {
      const done = job;
      if (done === undefined) return reject(new Bug("a result without a job"));
      Promise.resolve(onResult(done, result)).then(feed, reject);
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      if (job === undefined) return resolve();
      reject(new Bug(`the process that played "${job.scenario.name}" ended with ${code ?? "a signal"}`));
    });
    feed();
  });

/** Results come as they are ready. */
export const playAll = async (jobs: readonly Job[], options: CrewOptions): Promise<void> => {
  const crew = Math.min(options.jobs, jobs.length);
  if (crew <= 1 || options.watcher !== undefined) return alone(jobs, options);
  const queue = [...jobs];
  await Promise.all(Array.from({ length: crew }, () => shared(queue, options)));
};
