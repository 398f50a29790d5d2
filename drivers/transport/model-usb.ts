/** A behavioural twin of a USB device as a transport: the twin says what the device does, this carries it. */
import { copyOf } from "./copy.ts";
import type { Clock } from "../../api/base/clock.ts";
import { TransferFault } from "./transport.ts";
import type { TransferOptions, UsbEndpoint, UsbSetup, UsbTransport } from "./transport.ts";
import type { UsbDescriptors } from "./usb-descriptors.ts";
import { Mailbox, elapse } from "./wait.ts";

/** What a device does. A throw of TransferFault "stalled" is the device refusing. */
export interface UsbBehaviour {
  readonly identity: UsbDescriptors;
  controlIn?(setup: UsbSetup, length: number): Uint8Array;
  controlOut?(setup: UsbSetup, data: Uint8Array): void;
  /** Bytes that came on a bulk or interrupt OUT endpoint. */
  received?(endpoint: number, data: Uint8Array): void;
}

/** How a twin sends: on an IN endpoint, whenever it likes. */
export type SendToHost = (endpoint: number, data: Uint8Array) => void;

/** A transfer's time on the wire. */
const LATENCY = 0.3;

export class UsbModel implements UsbTransport {
  readonly kind = "usb";
  readonly vendorId: number;
  readonly productId: number;
  readonly release: number;
  readonly interfaceClass?: number;
  readonly endpoints: readonly UsbEndpoint[];
  readonly #behaviour: UsbBehaviour;
  readonly #clock: Clock;
  readonly #pipes = new Map<number, Mailbox<Uint8Array>>();
  #gone: TransferFault | undefined;

  constructor(make: (send: SendToHost) => UsbBehaviour, clock: Clock) {
    this.#clock = clock;
    this.#behaviour = make((endpoint, data) => this.#pipe(endpoint).put(data));
    const { vendorId, productId, release, endpoints, interfaceClass } = this.#behaviour.identity;
    this.vendorId = vendorId;
    this.productId = productId;
    this.release = release;
    this.endpoints = endpoints;
    if (interfaceClass !== undefined) this.interfaceClass = interfaceClass;
  }

  #pipe(endpoint: number): Mailbox<Uint8Array> {
    const pipe = this.#pipes.get(endpoint) ?? new Mailbox<Uint8Array>();
    this.#pipes.set(endpoint, pipe);
    return pipe;
  }

  /** Somebody pulls the plug. */
  unplug(): void {
    this.#end(new TransferFault("unplugged", "the twin was unplugged"));
  }

  #end(fault: TransferFault): void {
    this.#gone ??= fault;
    for (const { address } of this.endpoints) {
      this.#pipe(address).clear();
      this.#pipe(address).fail(fault);
    }
  }

  async #settled<T>(options: TransferOptions, what: string, work: () => T): Promise<T> {
    await elapse(this.#clock, LATENCY, options, what);
    if (this.#gone) throw this.#gone;
    return work();
  }

  controlIn(setup: UsbSetup, length: number, options: TransferOptions = {}): Promise<Uint8Array> {
    const refuse = () => {
      throw new TransferFault("stalled", `the twin knows no request ${setup.request}`);
    };
    return this.#settled(options, "control", () => this.#behaviour.controlIn?.(setup, length) ?? refuse());
  }

  controlOut(setup: UsbSetup, data: Uint8Array, options: TransferOptions = {}): Promise<void> {
    const copy = copyOf(data);
    return this.#settled(options, "control", () => this.#behaviour.controlOut?.(setup, copy));
  }

  /** A message longer than asked for stays for the next reader, as on a bulk pipe. */
  async read(endpoint: number, length: number, options: TransferOptions = {}): Promise<Uint8Array> {
    if (this.#gone) throw this.#gone;
    const pipe = this.#pipe(endpoint);
    const message = await pipe.take(this.#clock, options, `endpoint ${endpoint.toString(16)}`);
    if (message.length > length) pipe.putBack(message.subarray(length));
    return copyOf(message, 0, length);
  }

  write(endpoint: number, data: Uint8Array, options: TransferOptions = {}): Promise<void> {
    const copy = copyOf(data);
    return this.#settled(options, `endpoint ${endpoint.toString(16)}`, () =>
      this.#behaviour.received?.(endpoint, copy),
    );
  }

  clearHalt(): Promise<void> {
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#end(new TransferFault("cancelled", "the twin was closed"));
    return Promise.resolve();
  }
}
