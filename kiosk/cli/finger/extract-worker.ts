/** A thread that works through its share of a folder and ends. */
import { parentPort, workerData } from "node:worker_threads";
import { workThrough, type Share } from "./extract-share.ts";

// A picture's fault is in its row; whatever still rejects ends the thread, which the batch reports.
void workThrough(workerData as Share, (row) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(row);
});
