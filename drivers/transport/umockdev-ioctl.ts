/**
 * umockdev's text recording of usbdevfs (`.ioctl`): one line a reaped URB,
 * `USBDEVFS_REAPURB[NDELAY] ret type endpoint status flags buffer_length actual_length error_count HEX`.
 * Indentation is umockdev's own tree of "what may come next"; the order of the lines is the order of the dialogue.
 */
import { OutsideFault } from "../../api/base/faults.ts";
import type { UsbExchange } from "./usb-exchange.ts";

const LINE =
  /^\s*USBDEVFS_REAPURB(?:NDELAY)? (-?\d+) (\d+) (\d+) (-?\d+) (\d+) (\d+) (\d+) (\d+)(?: ([\dA-Fa-f]*))?\s*$/u;
/** USBDEVFS_URB_TYPE_*. */
const TYPES = ["isochronous", "interrupt", "control", "bulk"] as const;
const MAX_TRANSFER = 16 * 1024 * 1024;

const refuse = (label: string, line: number, why: string): never => {
  throw new OutsideFault("input-malformed", `${label}, line ${line}: ${why}`);
};

const exchangeOf = (found: RegExpExecArray, position: number, label: string, line: number): UsbExchange => {
  const number = (index: number): number => Number(found[index]);
  const type = TYPES[number(2)] ?? refuse(label, line, `URB type ${found[2]}`);
  const [endpoint, length, actual] = [number(3), number(6), number(7)];
  const hex = found[9] ?? "";
  if (endpoint > 0xff || length > MAX_TRANSFER || actual > length)
    refuse(label, line, "lengths make no sense");
  if (hex.length % 2 !== 0) refuse(label, line, "half a byte of data");
  const data = Uint8Array.from(Buffer.from(hex, "hex"));
  // A control URB's buffer begins with its setup packet.
  const setup = type === "control" ? data.subarray(0, 8) : undefined;
  const body = type === "control" ? data.subarray(8) : data;
  const control = type === "control" ? (setup?.[0] ?? 0) & 0x80 : 0;
  const towardsHost = type === "control" ? control !== 0 : (endpoint & 0x80) !== 0;
  if (towardsHost && body.length < actual) refuse(label, line, `${body.length} of ${actual} bytes are there`);
  return {
    type,
    endpoint: endpoint | control,
    ...(setup ? { setup } : {}),
    length: type === "control" ? Math.max(0, length - 8) : length,
    sent: towardsHost ? new Uint8Array() : body,
    submittedAt: 0,
    submission: position,
    completion: {
      position: position + 1,
      at: 0,
      status: number(4),
      received: towardsHost ? body.subarray(0, actual) : new Uint8Array(),
    },
  };
};

export interface IoctlRecording {
  /** Of the first line, `@DEV`. */
  readonly node?: string;
  readonly exchanges: readonly UsbExchange[];
}

/** Throws OutsideFault input-malformed. */
export const readIoctl = (text: string, label: string): IoctlRecording => {
  const exchanges: UsbExchange[] = [];
  let node: string | undefined;
  for (const [index, line] of text.split("\n").entries()) {
    if (line.startsWith("@DEV ")) node = line.slice(5).trim();
    if (!line.includes("REAPURB")) continue;
    const found = LINE.exec(line) ?? refuse(label, index + 1, "not a reaped URB");
    exchanges.push(exchangeOf(found, exchanges.length * 2, label, index + 1));
  }
  if (exchanges.length === 0) throw new OutsideFault("input-malformed", `${label}: no URB in it.`);
  return { exchanges, ...(node ? { node } : {}) };
};
