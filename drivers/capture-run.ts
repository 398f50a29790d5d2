/** One capture at a time, ended by the device, by the caller's signal or by the deadline, whichever is first. */
import { Bug } from "../api/base/faults.ts";
import type { Clock } from "../api/base/clock.ts";
import type { CaptureOutcome, CaptureRequest } from "../api/words/capture.ts";
import type { DeviceStatus } from "../api/words/device.ts";
import { DEVICE_FAULTS } from "../api/words/capture.ts";
import { outcomeOf } from "./outcome.ts";

/** What a capture's work is given: it stops when the signal aborts. */
export type CaptureWork = (signal: AbortSignal) => Promise<CaptureOutcome>;

/** The status of a device and the guard around its captures; each driver holds one. */
export class CaptureRun {
  readonly #clock: Clock;
  readonly #model: string;
  #status: DeviceStatus;
  #stop: AbortController | undefined;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock, model: string) {
    this.#clock = clock;
    this.#model = model;
    this.#status = { phase: "ready", words: `${model} is ready.` };
  }

  status(): DeviceStatus {
    return this.#status;
  }

  /** `atDeadline`: the outcome when the time was up. */
  async run(
    { deadline }: CaptureRequest,
    signal: AbortSignal,
    work: CaptureWork,
    atDeadline: CaptureOutcome = { kind: "retry", reason: "nothing-presented" },
  ): Promise<CaptureOutcome> {
    if (this.#status.phase === "closed") throw new Bug(`${this.#model} is closed`);
    if (this.#stop) throw new Bug(`${this.#model} captures already`);
    if (signal.aborted) return { kind: "cancelled" };
    const stop = new AbortController();
    this.#stop = stop;
    this.#status = { phase: "capturing", words: `${this.#model} is capturing.` };
    let late = false;
    const cancel = () => stop.abort();
    signal.addEventListener("abort", cancel, { once: true });
    const expire = async (): Promise<void> => {
      await this.#clock.sleep(deadline, stop.signal);
      if (stop.signal.aborted) return;
      late = true;
      stop.abort();
    };
    void expire();
    const working = work(stop.signal).catch(outcomeOf);
    this.#ended = working.catch(() => undefined);
    try {
      const outcome = await working;
      this.#status = this.#after(outcome);
      return outcome.kind === "cancelled" && late && !signal.aborted ? atDeadline : outcome;
    } finally {
      signal.removeEventListener("abort", cancel);
      stop.abort();
      this.#stop = undefined;
    }
  }

  #after(outcome: CaptureOutcome): DeviceStatus {
    if (this.#status.phase === "closed") return this.#status;
    return outcome.kind === "failed"
      ? { phase: "faulted", words: `${this.#model}: ${DEVICE_FAULTS[outcome.fault.code]}` }
      : { phase: "ready", words: `${this.#model} is ready.` };
  }

  /** Stops a capture that is under way and waits for its end. True the first time. */
  async close(): Promise<boolean> {
    if (this.#status.phase === "closed") return false;
    this.#status = { phase: "closed", words: `${this.#model} is closed.` };
    this.#stop?.abort();
    await this.#ended;
    return true;
  }
}
