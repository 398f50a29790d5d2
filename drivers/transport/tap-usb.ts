/** Records a USB transport while it is used, as usbmon would have seen it. */
import { copyOf } from "./copy.ts";
import type { Clock } from "../../api/base/clock.ts";
import { TransferFault } from "./transport.ts";
import type { TransferOptions, UsbEndpoint, UsbSetup, UsbTransport } from "./transport.ts";
import { cleanCapture, type Clean } from "./clean-capture.ts";
import type { UsbmonEvent } from "./usbmon.ts";
import type { UsbAddress } from "./usbmon-transcript.ts";
import { setupBytes } from "./setup.ts";

/** Errno values of the kernel for what a driver sees. */
const STATUS: Record<string, number> = { cancelled: -2, "timed-out": -2, stalled: -32, unplugged: -19 };
const OTHER_STATUS = -71;

/** Where a recording ends, however long its device is used: a larger one could not be read again. */
const MOST = 240 * 1024 * 1024;

type Noted = Pick<UsbmonEvent, "status" | "urbLength" | "data" | "setup">;

type Submission = Pick<UsbmonEvent, "type" | "endpoint" | "urbLength" | "data"> & {
  readonly setup?: Uint8Array;
};

export class UsbTap implements UsbTransport {
  readonly kind = "usb";
  readonly vendorId: number;
  readonly productId: number;
  readonly release: number;
  readonly interfaceClass?: number;
  readonly endpoints: readonly UsbEndpoint[];
  readonly address: UsbAddress = { bus: 1, device: 2 };
  readonly #inner: UsbTransport;
  readonly #clean: Clean;
  readonly #clock: Clock;
  readonly #events: UsbmonEvent[] = [];
  #bytes = 0;
  #ids = 0xffff_8880n << 32n;

  constructor(inner: UsbTransport, clock: Clock, clean: Clean) {
    this.vendorId = inner.vendorId;
    this.productId = inner.productId;
    this.release = inner.release;
    this.endpoints = inner.endpoints;
    if (inner.interfaceClass !== undefined) this.interfaceClass = inner.interfaceClass;
    this.#inner = inner;
    this.#clean = clean;
    this.#clock = clock;
  }

  /** What was seen so far. */
  get events(): readonly UsbmonEvent[] {
    return cleanCapture(this.#events, this.#clean);
  }

  async #seen<T extends Uint8Array | void>(of: Submission, work: () => Promise<T>): Promise<T> {
    this.#ids += 64n;
    const interval = of.type === "interrupt" ? 8 : 0;
    const common = { id: this.#ids, type: of.type, endpoint: of.endpoint, ...this.address, interval };
    const note = (event: "submit" | "complete", rest: Noted) => {
      this.#bytes += rest.data.length;
      if (this.#bytes <= MOST)
        this.#events.push({ ...common, event, t: Math.round(this.#clock.now() * 1000), ...rest });
    };
    note("submit", {
      status: -115,
      urbLength: of.urbLength,
      data: copyOf(of.data),
      ...(of.setup ? { setup: of.setup } : {}),
    });
    try {
      const got = await work();
      const data = got instanceof Uint8Array ? copyOf(got) : new Uint8Array();
      note("complete", { status: 0, urbLength: got instanceof Uint8Array ? got.length : of.urbLength, data });
      return got;
    } catch (error) {
      const status = error instanceof TransferFault ? (STATUS[error.code] ?? OTHER_STATUS) : OTHER_STATUS;
      note("complete", { status, urbLength: 0, data: new Uint8Array() });
      throw error;
    }
  }

  #typeOf(endpoint: number): UsbEndpoint["type"] {
    return this.endpoints.find(({ address }) => address === endpoint)?.type ?? "bulk";
  }

  controlIn(setup: UsbSetup, length: number, options?: TransferOptions): Promise<Uint8Array> {
    const of = { setup: setupBytes(setup, true, length), urbLength: length, data: new Uint8Array() };
    return this.#seen({ type: "control", endpoint: 0x80, ...of }, () =>
      this.#inner.controlIn(setup, length, options),
    );
  }

  controlOut(setup: UsbSetup, data: Uint8Array, options?: TransferOptions): Promise<void> {
    const of = { setup: setupBytes(setup, false, data.length), urbLength: data.length, data };
    return this.#seen({ type: "control", endpoint: 0, ...of }, () =>
      this.#inner.controlOut(setup, data, options),
    );
  }

  read(endpoint: number, length: number, options?: TransferOptions): Promise<Uint8Array> {
    const of = { type: this.#typeOf(endpoint), endpoint, urbLength: length, data: new Uint8Array() };
    return this.#seen(of, () => this.#inner.read(endpoint, length, options));
  }

  write(endpoint: number, data: Uint8Array, options?: TransferOptions): Promise<void> {
    const of = { type: this.#typeOf(endpoint), endpoint, urbLength: data.length, data };
    return this.#seen(of, () => this.#inner.write(endpoint, data, options));
  }

  clearHalt(endpoint: number): Promise<void> {
    return this.#inner.clearHalt(endpoint);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#inner[Symbol.asyncDispose]();
  }
}
