/**
 * A worker that is asked and answers. It ends by itself once nothing is under way: a native library that is torn down in
 * the middle of a call takes the whole program with it.
 */
import { Worker } from "node:worker_threads";
import { Bug } from "../../api/base/faults.ts";
import type { Milliseconds } from "../../api/words/units.ts";

/** What tells a worker to close its port when it is done. */
export const END = "end";
/** Whoever has not ended by then hangs, and is ended. */
const PATIENCE_MS: Milliseconds = 10_000;

interface Waiting<Answer> {
  readonly done: (answer: Answer) => void;
  readonly fail: (error: Error) => void;
}

export class Thread<Answer extends { readonly id: number }> implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting<Answer>>();
  readonly #exited: Promise<void>;
  #next = 0;

  /** `name`: of the thread, in a fault's sentence. */
  constructor(file: URL, name: string) {
    this.#worker = new Worker(file);
    this.#worker.unref();
    this.#exited = new Promise((resolve) => this.#worker.once("exit", () => resolve()));
    this.#worker.on("message", (answer: Answer) => {
      const asked = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      asked?.done(answer);
    });
    this.#worker.on("error", (error) => {
      for (const { fail } of this.#waiting.values())
        fail(new Bug(`the ${name} thread died`, { cause: error }));
      this.#waiting.clear();
    });
  }

  /** Answered in the order in which it is asked. */
  ask(question: object): Promise<Answer> {
    return new Promise((done, fail) => {
      this.#next += 1;
      this.#waiting.set(this.#next, { done, fail });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      this.#worker.postMessage({ ...question, id: this.#next });
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const slow = setTimeout(() => void this.#worker.terminate(), PATIENCE_MS);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage({ [END]: true });
    this.#worker.ref();
    await this.#exited;
    clearTimeout(slow);
  }
}
