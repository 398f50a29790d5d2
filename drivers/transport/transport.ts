/**
 * The hardware door is a value that is passed in: the real bus, a recording, or either of them wrapped in faults.
 * Every failure of a transfer is a TransferFault; a driver turns it into an outcome.
 */
import type { DeviceFaultCode } from "../../api/words/capture.ts";
import type { Microseconds, Milliseconds } from "../../api/words/units.ts";

export class TransferFault extends Error {
  override readonly name = "TransferFault";
  readonly code: DeviceFaultCode | "cancelled";
  constructor(code: DeviceFaultCode | "cancelled", detail: string) {
    super(detail);
    this.code = code;
  }
}

export interface TransferOptions {
  /** On the context's clock; none: waits until the signal aborts. */
  readonly timeout?: Milliseconds;
  readonly signal?: AbortSignal;
}

/** bmRequestType's type bits; the recipient is the device. */
export interface UsbSetup {
  readonly type: "standard" | "class" | "vendor";
  readonly request: number;
  readonly value: number;
  readonly index: number;
}

export interface UsbEndpoint {
  /** With the direction bit (0x80: towards the host). */
  readonly address: number;
  readonly type: "control" | "isochronous" | "bulk" | "interrupt";
  readonly maxPacketSize: number;
}

export interface UsbTransport extends AsyncDisposable {
  readonly kind: "usb";
  readonly vendorId: number;
  readonly productId: number;
  /** bcdDevice. */
  readonly release: number;
  /** bInterfaceClass of the first interface, where it is known. */
  readonly interfaceClass?: number;
  /** Of the first interface; drivers find endpoints by direction and type, never by number. */
  readonly endpoints: readonly UsbEndpoint[];
  controlIn(setup: UsbSetup, length: number, options?: TransferOptions): Promise<Uint8Array>;
  controlOut(setup: UsbSetup, data: Uint8Array, options?: TransferOptions): Promise<void>;
  /** Submits at once; several may be outstanding on different endpoints. May give fewer bytes than asked. */
  read(endpoint: number, length: number, options?: TransferOptions): Promise<Uint8Array>;
  write(endpoint: number, data: Uint8Array, options?: TransferOptions): Promise<void>;
  /** After a stall: CLEAR_FEATURE(ENDPOINT_HALT). */
  clearHalt(endpoint: number): Promise<void>;
}

export interface HidTransport extends AsyncDisposable {
  readonly kind: "hid";
  readonly vendorId: number;
  readonly productId: number;
  /** Payload without the report id. */
  getFeature(report: number, length: number): Promise<Uint8Array>;
  setFeature(report: number, payload: Uint8Array): Promise<void>;
  write(report: number, payload: Uint8Array): Promise<void>;
  /** The next input report, its id first. */
  nextInput(options?: TransferOptions): Promise<{ readonly bytes: Uint8Array; readonly t: Microseconds }>;
  /** Reports that came and were not read belong to what was before; they are dropped. */
  dropInput(): void;
}

export interface SerialTransport extends AsyncDisposable {
  readonly kind: "serial";
  readonly path: string;
  configure(line: {
    readonly baud: number;
    readonly parity: "none" | "odd" | "even";
    readonly dataBits: 7 | 8;
  }): Promise<void>;
  write(data: Uint8Array): Promise<void>;
  /** Whatever arrived, at least one byte. */
  read(options?: TransferOptions): Promise<Uint8Array>;
  /** Bytes that came and were not read belong to what was before; they are dropped. */
  dropInput(): void;
}

export interface VideoFrame {
  /** One JPEG picture. */
  readonly jpeg: Uint8Array;
  readonly t: Microseconds;
}

export interface VideoTransport extends AsyncDisposable {
  readonly kind: "video";
  readonly model: string;
  /** The newest frame not yet given; older ones are dropped, never queued. */
  nextFrame(options?: TransferOptions): Promise<VideoFrame>;
  readControl(name: string): Promise<number>;
  writeControl(name: string, value: number): Promise<void>;
}

export interface Transports {
  readonly usb: UsbTransport;
  readonly hid: HidTransport;
  readonly serial: SerialTransport;
  readonly video: VideoTransport;
}

export type TransportKind = keyof Transports;
export type TransportOf<K extends TransportKind> = Transports[K];
export type Transport = Transports[TransportKind];
