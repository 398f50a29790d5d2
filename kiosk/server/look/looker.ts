/** Who looks at the preview frames: a worker in the product, the same code in place where nothing is compiled. */
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { Bug } from "../../../api/base/faults.ts";
import type { Looker } from "../kiosk-station.ts";
import type { Look } from "../station.ts";
import { FaceGuide } from "./face-look.ts";
import { observe } from "./observe.ts";

export const lookerInPlace = (): Looker => {
  const guidance = new FaceGuide();
  return {
    look: async (frame) => guidance.next(await observe(frame.bytes, frame.capturedAt)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};

type Answer = { readonly id: number } & ({ readonly look: Look } | { readonly failed: string });

const workerFile = new URL("look-worker.js", import.meta.url);

/** One worker; one frame at a time, as the walk asks. */
export const looker = (): Looker => {
  if (!existsSync(workerFile)) return lookerInPlace();
  const worker = new Worker(workerFile);
  worker.unref();
  const waiting = new Map<number, { done: (look: Look) => void; fail: (error: Error) => void }>();
  let next = 0;
  worker.on("message", (answer: Answer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ("look" in answer) asked?.done(answer.look);
    // A frame that is no picture says nothing; the next one comes at once.
    else asked?.done({ hint: "look-here", ready: false, present: false });
  });
  worker.on("error", (error) => {
    for (const { fail } of waiting.values()) fail(new Bug("the looking thread died", { cause: error }));
    waiting.clear();
  });
  return {
    look: (frame) =>
      new Promise((done, fail) => {
        next += 1;
        waiting.set(next, { done, fail });
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
        worker.postMessage({ id: next, jpeg: frame.bytes, at: frame.capturedAt });
      }),
    [Symbol.asyncDispose]: async () => void (await worker.terminate()),
  };
};
