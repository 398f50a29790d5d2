/**
 * Replays a USB recording, strictly: every transfer must be the recorded one, byte for byte. One queue an endpoint, so
 * that independent endpoints may interleave; an answer comes no earlier than what was sent before it in the recording,
 * and after the recorded delay on the given clock.
 */
import { copyOf } from "./copy.ts";
import type { Clock } from "../../api/base/clock.ts";
import { faultOfStatus, isCancelled } from "./errno.ts";
import { setupBytes } from "./setup.ts";
import { TransferFault } from "./transport.ts";
import type { TransferOptions, UsbEndpoint, UsbSetup, UsbTransport } from "./transport.ts";
import type { UsbDescriptors } from "./usb-descriptors.ts";
import { isControl, isIn, isStandardRequest } from "./usb-exchange.ts";
import type { UsbExchange } from "./usb-exchange.ts";
import { elapse, within } from "./wait.ts";

const CONTROL = 0;

const hex = (bytes: Uint8Array): string =>
  `${Buffer.from(bytes.subarray(0, 24)).toString("hex")}${bytes.length > 24 ? `... (${bytes.length} bytes)` : ""}`;

interface Asked {
  readonly type: UsbEndpoint["type"] | "data";
  readonly endpoint: number;
  readonly setup?: Uint8Array;
  readonly length: number;
  readonly sent: Uint8Array;
}

const describe = ({ endpoint, setup, length, sent }: Asked | UsbExchange): string =>
  [
    `endpoint ${endpoint.toString(16).padStart(2, "0")}`,
    ...(setup ? [`setup ${hex(setup)}`] : []),
    `${length} bytes`,
    ...(sent.length > 0 ? [hex(sent)] : []),
  ].join(" ");

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

const NOTHING = new Uint8Array();

const agrees = (asked: Asked, recorded: UsbExchange): boolean =>
  asked.endpoint === recorded.endpoint &&
  asked.length === recorded.length &&
  same(asked.sent, recorded.sent) &&
  same(asked.setup ?? NOTHING, recorded.setup ?? NOTHING);

/** What goes to the device; answers wait for it. */
const commands = (exchange: UsbExchange): boolean => isControl(exchange) || !isIn(exchange);

export class UsbReplay implements UsbTransport {
  readonly kind = "usb";
  readonly vendorId: number;
  readonly productId: number;
  readonly release: number;
  readonly endpoints: readonly UsbEndpoint[];
  readonly #clock: Clock;
  readonly #queues = new Map<number, UsbExchange[]>();
  readonly #total: number;
  /** Submissions of commands still to come, ascending; and who waits for them. */
  readonly #ahead: number[];
  #waiting: { until: number; go: () => void }[] = [];
  #closed = false;

  constructor(identity: UsbDescriptors, recording: readonly UsbExchange[], clock: Clock) {
    this.vendorId = identity.vendorId;
    this.productId = identity.productId;
    this.release = identity.release;
    this.endpoints = identity.endpoints;
    this.#clock = clock;
    const dialogue = recording.filter((exchange) => !isStandardRequest(exchange));
    this.#total = dialogue.length;
    this.#ahead = dialogue.filter(commands).map(({ submission }) => submission);
    for (const exchange of dialogue) {
      const key = isControl(exchange) ? CONTROL : exchange.endpoint;
      const queue = this.#queues.get(key) ?? [];
      queue.push(exchange);
      this.#queues.set(key, queue);
    }
  }

  /** Transfers of the recording that were not used. */
  get left(): number {
    return [...this.#queues.values()].reduce((sum, queue) => sum + queue.length, 0);
  }

  #next(asked: Asked): UsbExchange {
    if (this.#closed) throw new TransferFault("cancelled", "the transport is closed");
    const queue = this.#queues.get(asked.type === "control" ? CONTROL : asked.endpoint);
    const recorded = queue?.shift();
    if (recorded === undefined)
      throw new TransferFault(
        "recording-ended",
        `got ${describe(asked)}, and the recording holds no more of it`,
      );
    if (!agrees(asked, recorded)) {
      queue?.unshift(recorded);
      const at = `transfer ${this.#total - this.left + 1} of ${this.#total}`;
      throw new TransferFault(
        "recording-mismatch",
        `${at}: expected ${describe(recorded)}, got ${describe(asked)}`,
      );
    }
    this.#submitted(recorded);
    return recorded;
  }

  #submitted(exchange: UsbExchange): void {
    const index = this.#ahead.indexOf(exchange.submission);
    if (index < 0) return;
    this.#ahead.splice(index, 1);
    const first = this.#ahead[0] ?? Infinity;
    const free = this.#waiting.filter(({ until }) => until < first);
    this.#waiting = this.#waiting.filter(({ until }) => until >= first);
    for (const { go } of free) go();
  }

  /** Resolves once everything that was sent before the answer in the recording has been sent here too. */
  #causes(position: number): Promise<void> {
    if (position < (this.#ahead[0] ?? Infinity)) return Promise.resolve();
    return new Promise((go) => this.#waiting.push({ until: position, go }));
  }

  /** What was sent before the answer in the recording has mostly been sent here too: then only its time must pass. */
  async #answer(recorded: UsbExchange, options: TransferOptions): Promise<Uint8Array> {
    const { completion } = recorded;
    const what = () => describe(recorded);
    const never = completion === undefined || (isCancelled(completion.status) && !isControl(recorded));
    if (never) return within(this.#clock, new Promise(() => undefined), options, what);
    const duration = (completion.at - recorded.submittedAt) / 1000;
    if (completion.position < (this.#ahead[0] ?? Infinity))
      await elapse(this.#clock, duration, options, what);
    else
      await within(
        this.#clock,
        this.#clock.sleep(duration).then(() => this.#causes(completion.position)),
        options,
        what,
      );
    if (completion.status !== 0) throw faultOfStatus(completion.status, describe(recorded));
    return copyOf(completion.received);
  }

  async #transfer(asked: Asked, options: TransferOptions): Promise<Uint8Array> {
    if (options.signal?.aborted) throw new TransferFault("cancelled", `${describe(asked)}: cancelled`);
    const recorded = this.#next(asked);
    try {
      return await this.#answer(recorded, options);
    } catch (error) {
      // Data that nobody took are still there for the next reader, as on the device.
      const taken = !(error instanceof TransferFault && ["cancelled", "timed-out"].includes(error.code));
      const { completion } = recorded;
      if (!taken && isIn(recorded) && !isControl(recorded) && completion?.status === 0)
        this.#queues.get(recorded.endpoint)?.unshift(recorded);
      if (completion === undefined && error instanceof TransferFault && error.code === "timed-out")
        throw new TransferFault(
          "recording-ended",
          `the recording ends before the answer to ${describe(recorded)}`,
        );
      throw error;
    }
  }

  controlIn(setup: UsbSetup, length: number, options: TransferOptions = {}): Promise<Uint8Array> {
    const packet = setupBytes(setup, true, length);
    return this.#transfer(
      { type: "control", endpoint: 0x80, setup: packet, length, sent: new Uint8Array() },
      options,
    );
  }

  async controlOut(setup: UsbSetup, data: Uint8Array, options: TransferOptions = {}): Promise<void> {
    const packet = setupBytes(setup, false, data.length);
    await this.#transfer(
      { type: "control", endpoint: 0, setup: packet, length: data.length, sent: data },
      options,
    );
  }

  read(endpoint: number, length: number, options: TransferOptions = {}): Promise<Uint8Array> {
    return this.#transfer({ type: "data", endpoint, length, sent: new Uint8Array() }, options);
  }

  async write(endpoint: number, data: Uint8Array, options: TransferOptions = {}): Promise<void> {
    await this.#transfer({ type: "data", endpoint, length: data.length, sent: data }, options);
  }

  /** A standard request: the host's own business, in no recorded dialogue. */
  clearHalt(): Promise<void> {
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#waiting = [];
    return Promise.resolve();
  }
}
