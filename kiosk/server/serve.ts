/** The worker's side of a thread (thread.ts): does what it is asked, and ends when it is told and nothing is under way. */
import { parentPort } from "node:worker_threads";
import { OutsideFault } from "../../api/base/faults.ts";
import { END } from "./thread.ts";

type Answering<Question> = (
  question: Question,
  answer: (message: Record<string, unknown>) => void,
) => Promise<void>;

/** What went wrong comes back as a word: the sample's fault with its code, our own with its place. */
const failure = (error: unknown): Record<string, unknown> =>
  error instanceof OutsideFault
    ? { outside: error.code, sentence: error.message }
    : { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };

/** `before`: what this thread does by itself, and must have done before it may end. */
export const serve = <Question extends object>(
  answering: Answering<Question>,
  before: Promise<unknown> = Promise.resolve(),
): void => {
  const working = new Set<Promise<unknown>>([before]);
  parentPort?.on("message", (message: Question & { readonly id: number }) => {
    if (END in message) {
      void Promise.all(working).then(() => parentPort?.close());
      return;
    }
    const { id } = message;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    const answer = (said: Record<string, unknown>) => parentPort?.postMessage({ ...said, id });
    const work: Promise<unknown> = answering(message, answer)
      .catch((error: unknown) => answer(failure(error)))
      .finally(() => working.delete(work));
    working.add(work);
  });
};
