/** Looks at frames on a thread of its own, so that mirror and buttons never wait for it. */
import { parentPort } from "node:worker_threads";
import { lookAtFrame } from "./face-look.ts";

const answer = (message: Record<string, unknown>): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(message);
};

parentPort?.on("message", ({ id, jpeg }: { id: number; jpeg: Uint8Array }) => {
  lookAtFrame(jpeg).then(
    (look) => answer({ id, look }),
    (error: unknown) => answer({ id, failed: error instanceof Error ? error.message : String(error) }),
  );
});
