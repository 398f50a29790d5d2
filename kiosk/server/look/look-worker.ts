/** Looks at frames on a thread of its own, so that mirror and buttons never wait for it. */
import { parentPort } from "node:worker_threads";
import { warmNetworks } from "../../../models/face/stages/networks.ts";
import { FaceGuide } from "./face-look.ts";
import { observe } from "./observe.ts";

const answer = (message: Record<string, unknown>): void => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(message);
};

const guidance = new FaceGuide();

// A network that is missing is said with the first frame, where somebody listens.
warmNetworks().catch(() => undefined);

parentPort?.on("message", ({ id, jpeg, at }: { id: number; jpeg: Uint8Array; at: number }) => {
  observe(jpeg, at).then(
    (seen) => answer({ id, look: guidance.next(seen) }),
    (error: unknown) => answer({ id, failed: error instanceof Error ? error.message : String(error) }),
  );
});
