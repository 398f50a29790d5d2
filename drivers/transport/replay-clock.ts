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
  #paused = false;

  constructor(start: Milliseconds) {
    this.#time = new VirtualClock(start);
  }

  now(): Milliseconds {
    return this.#time.now();
  }

  sleep(duration: Milliseconds, signal?: AbortSignal): Promise<void> {
    const slept = this.#time.sleep(duration, signal);
    this.#start();
    return slept;
  }

  /** Time stands still: work that the clock cannot see (an assessment, a person who reads) takes none. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#start();
  }

  #start(): void {
    if (this.#running || this.#paused) return;
    this.#running = true;
    setImmediate(this.#run);
  }

  /** Every promise that could settle has settled when this is called: time may pass. */
  readonly #run = (): void => {
    this.#running = !this.#paused && this.#time.advanceToNext();
    if (this.#running) setImmediate(this.#run);
  };
}
