/** A thread that extracts the files it is sent, one at a time. */
import { parentPort } from "node:worker_threads";
import { extractFile } from "./extract-one.ts";

export interface ExtractionJob {
  readonly name: string;
  readonly file: string;
  readonly dpi: number;
}

const answer = async ({ name, file, dpi }: ExtractionJob): Promise<void> => {
  const outcome = await extractFile(name, file, dpi);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(outcome);
};

// A program's fault rejects, which ends the thread, which the batch reports.
parentPort?.on("message", (job: ExtractionJob) => void answer(job));
