/** A behavioural twin of a serial device as a transport. On a line set up otherwise than the device's, only rubbish comes. */
import type { Clock } from "../../api/base/clock.ts";
import { copyOf } from "./copy.ts";
import { garbled } from "./faulty.ts";
import { TransferFault } from "./transport.ts";
import type { SerialTransport, TransferOptions } from "./transport.ts";
import { Mailbox } from "./wait.ts";

export type Line = Parameters<SerialTransport["configure"]>[0];

export interface SerialBehaviour {
  readonly line: Line;
  /** Somebody reads the line for the first time: a device that writes by itself begins now, not when it was made. */
  listened?(): void;
  /** Bytes from the host, in the pieces it wrote them. */
  received?(data: Uint8Array): void;
}

export class SerialModel implements SerialTransport {
  readonly kind = "serial";
  readonly path = "/dev/twin";
  readonly #behaviour: SerialBehaviour;
  readonly #clock: Clock;
  readonly #input = new Mailbox<Uint8Array>();
  #line: Line | undefined;
  #gone: TransferFault | undefined;
  #read = false;

  constructor(make: (send: (data: Uint8Array) => void) => SerialBehaviour, clock: Clock) {
    this.#clock = clock;
    this.#behaviour = make((data) => {
      if (this.#line && !this.#gone) this.#input.put(this.#fits() ? copyOf(data) : garbled(data, 3));
    });
  }

  #fits(): boolean {
    const [own, set] = [this.#behaviour.line, this.#line];
    return own.baud === set?.baud && own.parity === set.parity && own.dataBits === set.dataBits;
  }

  unplug(): void {
    this.#end(new TransferFault("unplugged", "the twin was unplugged"));
  }

  #end(fault: TransferFault): void {
    this.#gone ??= fault;
    this.#input.clear();
    this.#input.fail(this.#gone);
  }

  configure(line: Line): Promise<void> {
    this.#line = line;
    return Promise.resolve();
  }

  async write(data: Uint8Array): Promise<void> {
    const copy = copyOf(data);
    await this.#clock.sleep(0.3);
    if (this.#gone) throw this.#gone;
    if (this.#fits()) this.#behaviour.received?.(copy);
  }

  read(options: TransferOptions = {}): Promise<Uint8Array> {
    if (!this.#read) {
      this.#read = true;
      this.#behaviour.listened?.();
    }
    return this.#input.take(this.#clock, options, "the next bytes");
  }

  dropInput(): void {
    this.#input.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#end(new TransferFault("cancelled", "the twin was closed"));
    return Promise.resolve();
  }
}
