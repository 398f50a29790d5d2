/** The normalised transcript of a USB recording: what was asked, what came back, in which order. */
import type { Microseconds } from "../../api/words/units.ts";
import type { UsbEndpoint } from "./transport.ts";

/** One transfer, submission and completion together. */
export interface UsbExchange {
  readonly type: UsbEndpoint["type"];
  /** With the direction bit; 0x00 and 0x80 for control. */
  readonly endpoint: number;
  /** The eight bytes of a control transfer. */
  readonly setup?: Uint8Array;
  /** Bytes asked for, or given. */
  readonly length: number;
  /** Towards the device: what was sent. */
  readonly sent: Uint8Array;
  readonly submittedAt: Microseconds;
  /** Position of the submission among all events. */
  readonly submission: number;
  /** Absent: the recording ended first. */
  readonly completion?: {
    readonly position: number;
    readonly at: Microseconds;
    /** 0, or a negative errno. */
    readonly status: number;
    /** Towards the host: what came. */
    readonly received: Uint8Array;
  };
}

export const isControl = (exchange: UsbExchange): boolean => exchange.type === "control";
export const isIn = (exchange: { readonly endpoint: number }): boolean => (exchange.endpoint & 0x80) !== 0;

/** Standard requests (type 0) are the host's own business and in no driver's dialogue. */
export const isStandardRequest = (exchange: UsbExchange): boolean =>
  exchange.setup !== undefined && ((exchange.setup[0] ?? 0) & 0x60) === 0;
