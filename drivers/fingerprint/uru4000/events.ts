/** The reader's interrupt endpoint: one read is always outstanding, and the next is submitted before an event is acted on. */
import type { Clock } from "../../../api/base/clock.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { TransferOptions, UsbTransport } from "../../transport/transport.ts";
import { Mailbox } from "../../transport/wait.ts";
import { EVENT_LENGTH } from "./protocol.ts";

export class EventFeed {
  readonly #clock: Clock;
  readonly #events = new Mailbox<number>();
  readonly #stop = new AbortController();
  readonly #pump: Promise<void>;
  #ended = false;

  constructor(usb: UsbTransport, endpoint: number, clock: Clock) {
    this.#clock = clock;
    this.#pump = this.#run(usb, endpoint);
  }

  async #run(usb: UsbTransport, endpoint: number): Promise<void> {
    try {
      for (;;) {
        const packet = await usb.read(endpoint, EVENT_LENGTH, { signal: this.#stop.signal });
        const [high, low] = packet;
        // An interrupt of no bytes is how a cancelled transfer arrives through umockdev: the stream has ended.
        if (high === undefined || low === undefined)
          throw new TransferFault("unplugged", "the reader's events have ended");
        this.#events.put((high << 8) | low);
      }
    } catch (error) {
      const fault = error instanceof TransferFault ? error : new TransferFault("unplugged", String(error));
      this.#ended = true;
      this.#events.fail(fault);
    }
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Events of an earlier stage mean nothing to the next one. */
  forget(): void {
    this.#events.clear();
  }

  next(options: TransferOptions): Promise<number> {
    return this.#events.take(this.#clock, options, "the reader's next event");
  }

  /** Skips other events; `death` is reported, whatever is waited for. */
  async until(wanted: number, options: TransferOptions, onOther: (event: number) => void): Promise<void> {
    for (;;) {
      const event = await this.next(options);
      if (event === wanted) return;
      onOther(event);
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#pump;
  }
}
