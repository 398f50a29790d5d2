/**
 * Replays a HID recording, strictly: features and outputs must come in the recorded order with the recorded bytes.
 * Input reports come at their recorded distance from what was said before them.
 */
import { copyOf } from "./copy.ts";
import type { Clock } from "../../api/base/clock.ts";
import type { Microseconds, Milliseconds } from "../../api/words/units.ts";
import type { HidEntry, HidEntryKind } from "./hid-recording.ts";
import { TransferFault } from "./transport.ts";
import type { HidTransport, TransferOptions } from "./transport.ts";
import { elapse, within } from "./wait.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 24)).toString("hex");
const describe = (kind: HidEntryKind, id: number, payload: Uint8Array): string =>
  `${kind} ${id.toString(16).padStart(2, "0")} ${hex(payload)}`.trim();

interface Input {
  readonly entry: HidEntry;
  /** How many commands precede it in the recording. */
  readonly after: number;
  /** Since the last of them, or since the start. */
  readonly delay: Microseconds;
}

export class HidReplay implements HidTransport {
  readonly kind = "hid";
  readonly vendorId: number;
  readonly productId: number;
  readonly #clock: Clock;
  readonly #commands: readonly HidEntry[];
  readonly #inputs: Input[] = [];
  /** When each command was given here; the first entry is the start. */
  readonly #given: Milliseconds[];
  #waiting: { readonly for: number; readonly go: () => void } | undefined;

  constructor(
    identity: { vendorId: number; productId: number },
    recording: readonly HidEntry[],
    clock: Clock,
  ) {
    this.vendorId = identity.vendorId;
    this.productId = identity.productId;
    this.#clock = clock;
    this.#commands = recording.filter(({ kind }) => kind !== "input");
    this.#given = [clock.now()];
    let [after, since] = [0, recording[0]?.t ?? 0];
    for (const entry of recording) {
      if (entry.kind === "input") this.#inputs.push({ entry, after, delay: Math.max(0, entry.t - since) });
      else [after, since] = [after + 1, entry.t];
    }
  }

  /** Entries of the recording that were not used. */
  get left(): number {
    return this.#commands.length - (this.#given.length - 1) + this.#inputs.length;
  }

  #next(kind: HidEntryKind, id: number, payload: Uint8Array): HidEntry {
    const number = this.#given.length;
    const recorded = this.#commands[number - 1];
    const got = describe(kind, id, payload);
    if (recorded === undefined)
      throw new TransferFault("recording-ended", `got ${got}, and the recording holds no more commands`);
    const sends = kind !== "feature-get";
    const agrees = recorded.kind === kind && recorded.id === id;
    if (!agrees || (sends && Buffer.compare(recorded.payload, payload) !== 0))
      throw new TransferFault(
        "recording-mismatch",
        `command ${number} of ${this.#commands.length}: expected ${describe(recorded.kind, recorded.id, sends ? recorded.payload : new Uint8Array())}, got ${got}`,
      );
    this.#given.push(this.#clock.now());
    if (this.#waiting && this.#waiting.for < this.#given.length) this.#waiting.go();
    if (recorded.fault) throw new TransferFault(recorded.fault, `${got}: as recorded`);
    return recorded;
  }

  // oxlint-disable-next-line typescript/require-await -- a throw must be a rejection
  async getFeature(report: number, length: number): Promise<Uint8Array> {
    const { payload } = this.#next("feature-get", report, new Uint8Array());
    if (payload.length > length)
      throw new TransferFault(
        "recording-mismatch",
        `feature ${report}: ${length} bytes asked, ${payload.length} recorded`,
      );
    return copyOf(payload);
  }

  // oxlint-disable-next-line typescript/require-await -- a throw must be a rejection
  async setFeature(report: number, payload: Uint8Array): Promise<void> {
    this.#next("feature-set", report, payload);
  }

  // oxlint-disable-next-line typescript/require-await -- a throw must be a rejection
  async write(report: number, payload: Uint8Array): Promise<void> {
    this.#next("output", report, payload);
  }

  /** Resolves once every command that precedes the next input was given. Never, when there is no more input. */
  async #turnOfPad(): Promise<void> {
    const next = this.#inputs[0];
    if (next === undefined) return new Promise(() => undefined);
    while (this.#given.length <= next.after)
      await new Promise<void>((go) => {
        this.#waiting = { for: next.after, go };
      });
    this.#waiting = undefined;
  }

  /** One reader at a time. A recording that has no more input is a device that sends nothing. */
  async nextInput({ timeout, signal }: TransferOptions = {}): Promise<{
    readonly bytes: Uint8Array;
    readonly t: Microseconds;
  }> {
    const what = "the next input report";
    const end = timeout === undefined ? undefined : this.#clock.now() + timeout;
    const options = (): TransferOptions => ({
      ...(end === undefined ? {} : { timeout: Math.max(0, end - this.#clock.now()) }),
      ...(signal ? { signal } : {}),
    });
    const ready = this.#inputs[0] !== undefined && this.#given.length > this.#inputs[0].after;
    if (!ready) await within(this.#clock, this.#turnOfPad(), options(), what);
    const [next] = this.#inputs;
    if (next === undefined) throw new TransferFault("timed-out", what);
    const due = (this.#given[next.after] ?? 0) + next.delay / 1000;
    await elapse(this.#clock, due - this.#clock.now(), options(), what);
    const { entry } = next;
    this.#inputs.shift();
    if (entry.fault) throw new TransferFault(entry.fault, "input report: as recorded");
    return { bytes: Uint8Array.of(entry.id, ...entry.payload), t: entry.t };
  }

  /** What was recorded before the commands given so far. */
  dropInput(): void {
    while ((this.#inputs[0]?.after ?? Infinity) < this.#given.length - 1) this.#inputs.shift();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
