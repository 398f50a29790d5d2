/** What passed over a serial adapter as usbmon saw it: the adapter's own bytes are taken off, and the line is left. */
import { copyOf } from "./copy.ts";
import type { SerialEntry } from "./serial-recording.ts";
import { isIn, type UsbExchange } from "./usb-exchange.ts";

/** Future Technology Devices: each packet towards the host begins with two bytes of modem status (data sheet FT232R, 4.2). */
const FTDI = 0x0403;
const FTDI_STATUS = 2;
/** Full speed; where the descriptors were not captured. */
const PACKET = 64;

const withoutStatus = (data: Uint8Array, packet: number): Uint8Array => {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < data.length; at += packet)
    parts.push(data.subarray(Math.min(at + FTDI_STATUS, data.length), Math.min(at + packet, data.length)));
  return new Uint8Array(Buffer.concat(parts));
};

export interface Adapter {
  readonly vendorId: number;
  /** Of its bulk endpoint towards the host. */
  readonly packet?: number;
}

/** Adapters of other makers, and modems of the standard's own class (CDC), pass bytes on as they are. */
export const serialOfUsb = (
  exchanges: readonly UsbExchange[],
  { vendorId, packet = PACKET }: Adapter,
): readonly SerialEntry[] => {
  const placed: { readonly at: number; readonly entry: SerialEntry }[] = [];
  for (const exchange of exchanges) {
    const { type, completion, submission, submittedAt, sent } = exchange;
    if (type !== "bulk") continue;
    if (!isIn(exchange)) {
      const entry = { t: submittedAt, direction: "out", data: copyOf(sent) } as const;
      if (sent.length > 0) placed.push({ at: submission, entry });
    } else if (completion) {
      const { received, at: t, position } = completion;
      const data = vendorId === FTDI ? withoutStatus(received, packet) : copyOf(received);
      if (data.length > 0) placed.push({ at: position, entry: { t, direction: "in", data } });
    }
  }
  return placed.toSorted((a, b) => a.at - b.at).map(({ entry }) => entry);
};
