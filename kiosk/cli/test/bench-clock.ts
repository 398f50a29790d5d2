/**
 * Time of a scenario: it stands still while anything is being done, native work and files included, and jumps to the next
 * sleeper once nothing is. So an enrolment of two minutes plays in less than a second, and always alike.
 */
import { VirtualClock, type Clock } from "../../../api/base/clock.ts";
import { workUnderWay } from "../../../api/base/under-way.ts";
import type { Milliseconds } from "../../../api/words/units.ts";

/** Turns of the event loop in which nothing was under way: then nothing more comes by itself. */
const QUIET_TURNS = 3;
/** After so many turns of waiting for a thread, the processor is left to it. */
const IMPATIENT_TURNS = 200;

/** Between two looks at real time, where somebody watches; and the most that passes in one. */
const LOOK_MS = 8;
const MOST_AT_ONCE_MS = 100;

/** Requests that Node itself lists; those of native packages are declared at their doors. */
const isRequest = (name: string): boolean => name.startsWith("FSReq") || name === "CloseReq";

const busy = (): boolean => workUnderWay() > 0 || process.getActiveResourcesInfo().some(isRequest);

export class BenchClock implements Clock {
  readonly #time: VirtualClock;
  readonly start: Milliseconds;
  /** How fast time passes for somebody who watches; undefined: it jumps. */
  #speed: number | undefined;
  /** When real time was looked at last; undefined: it does not count, for something was being done. */
  #seen: number | undefined;
  /** Of what went by, not passed yet. */
  #left = 0;
  #running = false;
  #stopped = false;
  #quiet = 0;
  #busy = 0;

  constructor(start: Milliseconds) {
    this.start = start;
    this.#time = new VirtualClock(start);
  }

  now(): Milliseconds {
    return this.#time.now();
  }

  /** Since the beginning. */
  get elapsed(): Milliseconds {
    return this.now() - this.start;
  }

  sleep(duration: Milliseconds, signal?: AbortSignal): Promise<void> {
    const slept = this.#time.sleep(duration, signal);
    if (!this.#running && !this.#stopped) {
      this.#running = true;
      setImmediate(this.#turn);
    }
    return slept;
  }

  /** From now on time passes as for a person, so many times as fast. What is being done still takes none. */
  pass(speed: number): void {
    this.#speed = speed;
  }

  /** From now on it jumps again. */
  hurry(): void {
    this.#speed = undefined;
    this.#seen = undefined;
    this.#left = 0;
  }

  /** Nothing happens any more: whoever sleeps, sleeps on. */
  stop(): void {
    this.#stopped = true;
  }

  readonly #turn = (): void => {
    if (this.#stopped) {
      this.#running = false;
      return;
    }
    if (busy()) {
      this.#seen = undefined;
      this.#quiet = 0;
      this.#busy += 1;
      if (this.#busy < IMPATIENT_TURNS) setImmediate(this.#turn);
      else setTimeout(this.#turn, 1);
      return;
    }
    this.#busy = 0;
    this.#quiet += 1;
    if (this.#quiet >= QUIET_TURNS) {
      this.#quiet = 0;
      if (this.#speed !== undefined) {
        if (this.#passed(this.#speed)) setImmediate(this.#turn);
        else setTimeout(this.#turn, LOOK_MS);
        return;
      }
      this.#running = this.#time.advanceToNext();
    }
    if (this.#running) setImmediate(this.#turn);
  };

  /**
   * As much as went by since the last look, sleeper by sleeper: what one of them begins when it wakes may sleep less than
   * is left (a picture comes over a bus in hundreds of packets). True: there may be more for the time that is left.
   */
  #passed(speed: number): boolean {
    const now = performance.now();
    if (this.#seen !== undefined) this.#left += Math.min(now - this.#seen, MOST_AT_ONCE_MS) * speed;
    this.#seen = now;
    const wait = (this.#time.next ?? Infinity) - this.now();
    if (wait > this.#left) {
      this.#time.advance(this.#left);
      this.#left = 0;
      return false;
    }
    this.#left -= wait;
    return this.#time.advanceToNext();
  }
}

/** The same time as a machine shows it, in whole milliseconds; its clock is off by `offset`, which may change meanwhile. */
export const skewed = (clock: Clock, skew: { offset: Milliseconds }): Clock => ({
  now: () => Math.floor(clock.now() + skew.offset),
  sleep: (duration, signal) => clock.sleep(duration, signal),
});
