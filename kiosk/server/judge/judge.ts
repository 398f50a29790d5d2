/** Who judges captured samples: a worker in the product, the same code in place where nothing is compiled. */
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { Bug, OutsideFault, type FaultCode } from "../../../api/base/faults.ts";
import { underWay } from "../../../api/base/under-way.ts";
import { examine } from "../../session/run/examine.ts";
import { asked, type Answered } from "./examination.ts";

export interface Judge extends AsyncDisposable {
  /** As `examine`: the box holds afterwards what is to be enrolled. */
  readonly examine: typeof examine;
}

export const judgeInPlace = (): Judge => ({
  examine,
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

type Message = { readonly id: number } & (
  | { readonly answered: Answered }
  /** The sample's fault, not ours. */
  | { readonly outside: FaultCode; readonly sentence: string }
  | { readonly failed: string }
);

interface Waiting {
  readonly done: (answered: Answered) => void;
  readonly fail: (error: Error) => void;
}

const workerFile = new URL("judge-worker.js", import.meta.url);

/** One worker; samples are judged in the order in which they come. */
export const judge = (file: URL = workerFile): Judge => {
  if (!existsSync(file)) return judgeInPlace();
  const worker = new Worker(file);
  worker.unref();
  const waiting = new Map<number, Waiting>();
  let next = 0;
  worker.on("message", (message: Message) => {
    const asker = waiting.get(message.id);
    waiting.delete(message.id);
    if ("answered" in message) asker?.done(message.answered);
    else if ("outside" in message) asker?.fail(new OutsideFault(message.outside, message.sentence));
    else asker?.fail(new Bug(`judging failed: ${message.failed}`));
  });
  worker.on("error", (error) => {
    for (const { fail } of waiting.values()) fail(new Bug("the judging thread died", { cause: error }));
    waiting.clear();
  });
  return {
    examine: async (effect, box, policy) => {
      const answered = await underWay(
        new Promise<Answered>((done, fail) => {
          next += 1;
          waiting.set(next, { done, fail });
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
          worker.postMessage({ id: next, asked: asked(effect, box, policy) });
        }),
      );
      box.assessed(effect.number, answered.checks, answered.enrolled);
      return answered.assessment;
    },
    [Symbol.asyncDispose]: async () => void (await worker.terminate()),
  };
};
