/** A thread that makes the people it is sent, one at a time. */
import { parentPort, workerData } from "node:worker_threads";
import { END } from "../../server/thread.ts";
import { makeOne, type MakingJob, type MakingPlan } from "./making.ts";

const answer = async (job: MakingJob): Promise<void> => {
  const made = await makeOne(job, workerData as MakingPlan);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(made);
};

// A fault rejects, which ends the thread, which the crew reports.
parentPort?.on("message", (job: MakingJob | typeof END) => {
  if (job === END) parentPort?.close();
  else void answer(job);
});
