/** Judges captured samples on a thread of its own, so that mirror, buttons and voice never wait for it. */
import { parentPort } from "node:worker_threads";
import { OutsideFault } from "../../../api/base/faults.ts";
import { answering, type Asked } from "./examination.ts";

const answer = (message: Record<string, unknown>): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(message);
};

parentPort?.on("message", ({ id, asked }: { id: number; asked: Asked }) => {
  answering(asked, (answered) => answer({ id, answered })).catch((error: unknown) =>
    error instanceof OutsideFault
      ? answer({ id, outside: error.code, sentence: error.message })
      : answer({ id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
