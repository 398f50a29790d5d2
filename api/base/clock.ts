/** Time is injected and has a unit; nothing but the composition root asks the operating system for it. */
import type { Milliseconds } from "../words/units.ts";

export interface Clock {
  /** Since the Unix epoch. */
  now(): Milliseconds;
  /** Resolves once the duration has passed; at once, without an error, when the signal aborts. */
  sleep(duration: Milliseconds, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (duration, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, duration);
      signal?.addEventListener("abort", done, { once: true });
    }),
};

/** A clock that stands still until it is told to go on; sleepers wake in order of their time. */
export class VirtualClock implements Clock {
  #now: Milliseconds;
  #sleepers: { at: Milliseconds; wake: () => void }[] = [];

  constructor(start: Milliseconds) {
    this.#now = start;
  }

  now(): Milliseconds {
    return this.#now;
  }

  sleep(duration: Milliseconds, signal?: AbortSignal): Promise<void> {
    if (duration <= 0 || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper = { at: this.#now + duration, wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }

  /** Moves time forward; every sleeper whose time comes is woken at its own moment. */
  advance(duration: Milliseconds): void {
    const end = this.#now + duration;
    for (;;) {
      const next = this.#sleepers.reduce<{ at: Milliseconds; wake: () => void } | undefined>(
        (first, other) => (first === undefined || other.at < first.at ? other : first),
        undefined,
      );
      if (next === undefined || next.at > end) break;
      this.#now = next.at;
      next.wake();
    }
    this.#now = end;
  }

  /** When the next sleeper wakes; undefined when nobody sleeps. */
  get next(): Milliseconds | undefined {
    return this.#sleepers.length === 0 ? undefined : Math.min(...this.#sleepers.map(({ at }) => at));
  }

  /** Moves time to the next sleeper; false when nobody sleeps. */
  advanceToNext(): boolean {
    const { next } = this;
    if (next === undefined) return false;
    this.advance(next - this.#now);
    return true;
  }
}
