/**
 * Time of a replay: it stands still while anything is being done and jumps to the next sleeper once nothing is,
 * so that a capture of ten seconds replays in milliseconds and always alike.
 */
import { VirtualClock } from "../../api/base/clock.ts";
import type { Clock } from "../../api/base/clock.ts";
import type { Milliseconds } from "../../api/words/units.ts";

export class ReplayClock implements Clock {
  readonly #time: VirtualClock;
  #running = false;

  constructor(start: Milliseconds) {
    this.#time = new VirtualClock(start);
  }

  now(): Milliseconds {
    return this.#time.now();
  }

  sleep(duration: Milliseconds, signal?: AbortSignal): Promise<void> {
    const slept = this.#time.sleep(duration, signal);
    if (!this.#running) {
      this.#running = true;
      setImmediate(this.#run);
    }
    return slept;
  }

  /** Every promise that could settle has settled when this is called: time may pass. */
  readonly #run = (): void => {
    this.#running = this.#time.advanceToNext();
    if (this.#running) setImmediate(this.#run);
  };
}
