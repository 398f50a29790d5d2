/** Waiting with an end: a time on the injected clock and a signal. Nothing is left behind. */
import type { Clock } from "../../api/base/clock.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { TransferFault } from "./transport.ts";
import type { TransferOptions } from "./transport.ts";

/** Said to a timer that is no longer needed: without a reason of its own every abort makes an exception with a stack. */
const NO_LONGER = "no longer needed";

/** What a fault says of the transfer; made only when there is a fault, where making it costs something. */
type Words = string | (() => string);
const said = (what: Words): string => (typeof what === "string" ? what : what());

/** Something that is known to take `duration`: passes it, or throws a TransferFault when the time is up or the signal aborts. */
export const elapse = async (
  clock: Clock,
  duration: Milliseconds,
  { timeout, signal }: TransferOptions,
  what: Words,
): Promise<void> => {
  if (duration > 0) await clock.sleep(Math.min(duration, timeout ?? duration), signal);
  if (signal?.aborted) throw new TransferFault("cancelled", `${said(what)}: cancelled`);
  if (timeout !== undefined && duration > timeout)
    throw new TransferFault("timed-out", `${said(what)}: no answer within ${timeout} ms`);
};

/** Settles as `work` does, or with a TransferFault when the time is up or the signal aborts. `work` may settle later; nobody minds. */
export const within = <T>(
  clock: Clock,
  work: Promise<T>,
  { timeout, signal }: TransferOptions,
  what: Words,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const over = timeout === undefined ? undefined : new AbortController();
    const abort = () => finish(() => reject(new TransferFault("cancelled", `${said(what)}: cancelled`)));
    const finish = (settle: () => void) => {
      signal?.removeEventListener("abort", abort);
      over?.abort(NO_LONGER);
      settle();
    };
    work.then(
      (value) => finish(() => resolve(value)),
      (error: unknown) => finish(() => reject(error instanceof Error ? error : new Error(String(error)))),
    );
    if (signal?.aborted) return abort();
    signal?.addEventListener("abort", abort, { once: true });
    if (over === undefined || timeout === undefined) return;
    const expire = async (): Promise<void> => {
      await clock.sleep(timeout, over.signal);
      if (over.signal.aborted) return;
      finish(() => reject(new TransferFault("timed-out", `${said(what)}: no answer within ${timeout} ms`)));
    };
    void expire();
  });

/** What a mailbox may hold, so that a device which talks to nobody for days fills no memory. */
export interface MailboxBounds<T> {
  /** Values; default: any number. */
  readonly most?: number;
  /** Overwrites what is dropped: it may be half a signature, or half a finger. */
  readonly wipe?: (value: T) => void;
}

/** Values that come when they come, for a reader that takes them one by one. */
export class Mailbox<T> {
  readonly #values: T[] = [];
  readonly #most: number;
  readonly #wipe: (value: T) => void;
  #fault: TransferFault | undefined;
  /** More came than anybody read: all of it was dropped, and nothing is kept until a reader was told or asks for what is new. */
  #overflowed = false;
  #wake: (() => void) | undefined;

  constructor({ most = Infinity, wipe = () => undefined }: MailboxBounds<T> = {}) {
    this.#most = most;
    this.#wipe = wipe;
  }

  put(value: T): void {
    if (this.#values.length >= this.#most) {
      this.clear();
      this.#overflowed = true;
    }
    if (this.#overflowed) this.#wipe(value);
    else this.#values.push(value);
    this.#wake?.();
  }

  /** What a reader took and could not use whole. */
  putBack(value: T): void {
    this.#values.unshift(value);
  }

  /** After the values that are still there, every reader gets this fault. */
  fail(fault: TransferFault): void {
    this.#fault ??= fault;
    this.#wake?.();
  }

  /** What came so far is overwritten and forgotten. */
  clear(): void {
    for (const value of this.#values) this.#wipe(value);
    this.#values.length = 0;
    this.#overflowed = false;
  }

  get waiting(): number {
    return this.#values.length;
  }

  /** One reader at a time. Throws TransferFault short-transfer, once, where more came than was read. */
  async take(clock: Clock, options: TransferOptions, what: string): Promise<T> {
    if (options.signal?.aborted) throw new TransferFault("cancelled", `${what}: cancelled`);
    if (this.#values.length === 0 && this.#fault === undefined && !this.#overflowed) {
      const arrival = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      try {
        await within(clock, arrival, options, what);
      } finally {
        this.#wake = undefined;
      }
    }
    if (this.#overflowed) {
      this.#overflowed = false;
      throw new TransferFault("short-transfer", `${what}: more came than was read, and it was dropped`);
    }
    if (this.#values.length > 0) return this.#values.shift() as T;
    throw this.#fault ?? new TransferFault("timed-out", `${what}: nothing came`);
  }
}
