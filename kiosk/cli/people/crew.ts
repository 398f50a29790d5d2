/** People made by one or more threads. */
import { Worker } from "node:worker_threads";
import { END } from "../../server/thread.ts";
import { makeOne, type Made, type MakingJob, type MakingPlan } from "./making.ts";

/** One thread's share: takes the next job whenever it is free. */
const work = (queue: MakingJob[], plan: MakingPlan, done: (made: Made) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("making-worker.js", import.meta.url), { workerData: plan });
    const feed = () => {
      const job = queue.shift();
      if (job === undefined) {
        // It ends by itself: a native library that is torn down takes the program with it (kiosk/server/thread.ts).
        worker.once("exit", () => resolve());
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        worker.postMessage(END);
        return;
      }
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage(job);
    };
    worker.on("message", (made: Made) => {
      done(made);
      feed();
    });
    worker.on("error", reject);
    feed();
  });

/** Makes every job's person; gives them in the order of the jobs. */
export const makePeople = async (
  jobs: readonly MakingJob[],
  plan: MakingPlan,
  threads: number,
  progress: (done: number) => void,
): Promise<readonly Made[]> => {
  const made = new Map<string, Made>();
  const done = (one: Made) => {
    made.set(one.folder, one);
    progress(made.size);
  };
  const crew = Math.min(threads, jobs.length);
  if (crew <= 1) for (const job of jobs) done(await makeOne(job, plan));
  else {
    const queue = [...jobs];
    await Promise.all(Array.from({ length: crew }, () => work(queue, plan, done)));
  }
  return jobs.flatMap(({ folder }) => made.get(folder) ?? []);
};
