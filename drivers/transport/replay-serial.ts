/** Replays a serial recording, strictly: what is written must be the recorded bytes in order, however they are cut; what comes, comes at its recorded distance. */
import { copyOf } from "./copy.ts";
import type { Clock } from "../../api/base/clock.ts";
import type { Microseconds } from "../../api/words/units.ts";
import type { SerialEntry } from "./serial-recording.ts";
import { TransferFault } from "./transport.ts";
import type { SerialTransport, TransferOptions } from "./transport.ts";
import { elapse, within } from "./wait.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 24)).toString("hex");

export class SerialReplay implements SerialTransport {
  readonly kind = "serial";
  readonly path: string;
  readonly #clock: Clock;
  /** What is still to come; the first entry may be used in part. */
  readonly #entries: SerialEntry[];
  #last: Microseconds;
  #turn: (() => void) | undefined;

  constructor(path: string, recording: readonly SerialEntry[], clock: Clock) {
    this.path = path;
    this.#clock = clock;
    this.#entries = [...recording];
    this.#last = recording[0]?.t ?? 0;
  }

  get left(): number {
    return this.#entries.length;
  }

  configure(): Promise<void> {
    return Promise.resolve();
  }

  /** A line that was lost stays lost: its entry is the last. */
  #demandThere({ fault }: SerialEntry): void {
    if (fault) throw new TransferFault(fault, `${this.path}: as recorded`);
  }

  /** Input that nobody read before writing on is lost, as on a line. */
  // oxlint-disable-next-line typescript/require-await -- a throw must be a rejection
  async write(data: Uint8Array): Promise<void> {
    let rest = data;
    while (rest.length > 0) {
      while (this.#entries[0]?.direction === "in") {
        this.#demandThere(this.#entries[0]);
        this.#entries.shift();
      }
      const next = this.#entries[0];
      if (next === undefined)
        throw new TransferFault("recording-ended", `got ${hex(rest)}, and the recording holds no more`);
      const length = Math.min(rest.length, next.data.length);
      if (Buffer.compare(rest.subarray(0, length), next.data.subarray(0, length)) !== 0)
        throw new TransferFault("recording-mismatch", `expected ${hex(next.data)}, got ${hex(rest)}`);
      this.#demandThere(next);
      rest = rest.subarray(length);
      this.#last = next.t;
      if (length === next.data.length) this.#entries.shift();
      else this.#entries[0] = { ...next, data: next.data.subarray(length) };
    }
    this.#turn?.();
  }

  /** Resolves when it is the device's turn to send. */
  async #turnOfDevice(): Promise<void> {
    while (this.#entries[0]?.direction !== "in")
      await new Promise<void>((turn) => {
        this.#turn = turn;
      });
  }

  /** One reader at a time. A recording with no more input is a silent line. */
  async read(options: TransferOptions = {}): Promise<Uint8Array> {
    const what = "the next bytes";
    const start = this.#clock.now();
    if (this.#entries[0]?.direction !== "in") await within(this.#clock, this.#turnOfDevice(), options, what);
    const [next] = this.#entries;
    if (next === undefined) throw new TransferFault("timed-out", what);
    const { timeout, signal } = options;
    const left = timeout === undefined ? undefined : Math.max(0, timeout - (this.#clock.now() - start));
    await elapse(
      this.#clock,
      Math.max(0, next.t - this.#last) / 1000,
      { ...(left === undefined ? {} : { timeout: left }), ...(signal ? { signal } : {}) },
      what,
    );
    this.#demandThere(next);
    if (this.#entries[0] === next) this.#entries.shift();
    this.#last = next.t;
    return copyOf(next.data);
  }

  /** Nothing: what came unread before a command is dropped when the command is written. */
  dropInput(): void {}

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
