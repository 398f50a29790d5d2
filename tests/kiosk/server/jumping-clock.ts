/** The system's clock, except that time can be made to pass: a test does not wait for a minute of silence. */
import type { Clock } from "../../../api/base/clock.ts";
import type { Milliseconds } from "../../../api/words/units.ts";

export class JumpingClock implements Clock {
  #ahead: Milliseconds = 0;
  readonly #sleepers = new Set<{ readonly until: Milliseconds; readonly wake: () => void }>();

  now(): Milliseconds {
    return Date.now() + this.#ahead;
  }

  sleep(duration: Milliseconds, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const timer = setTimeout(wake, duration);
      const sleeper = { until: this.now() + duration, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", wake, { once: true });
    });
  }

  /** So much time has passed: whoever slept until then wakes. */
  jump(duration: Milliseconds): void {
    this.#ahead += duration;
    for (const { until, wake } of this.#sleepers) if (until <= this.now()) wake();
  }
}
