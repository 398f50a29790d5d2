/** The ways to an ESC/POS printer: USB, serial, and a network socket (port 9100). Bytes out, status bytes back. */
import { createConnection } from "node:net";
import type { Socket } from "node:net";
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { drain } from "../../drain.ts";
import { copyOf } from "../../transport/copy.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { SerialTransport, UsbTransport } from "../../transport/transport.ts";
import { Mailbox, within } from "../../transport/wait.ts";

export interface PrinterLine extends AsyncDisposable {
  write(data: Uint8Array): Promise<void>;
  /** At least one byte. Throws TransferFault timed-out. */
  read(timeout: Milliseconds): Promise<Uint8Array>;
  /** What came unasked is dropped: a late answer would be taken for that to the next question. */
  drop(): Promise<void> | void;
}

const WRITE_TIMEOUT = 10_000;
const CONNECT_TIMEOUT = 5000;
const STATUS_PACKET = 64;
/** A printer that is silent this long over USB has nothing late to say. */
const SILENCE = 30;
/** One late answer to each question, and what a printer says by itself. */
const MOST_LATE = 32;
/** Printers take a ticket in portions; a full buffer holds the next one back. */
const PORTION = 4096;

/** @public */
export const usbLine = (usb: UsbTransport): PrinterLine => {
  const find = (towardsHost: boolean) =>
    usb.endpoints.find(({ type, address }) => type === "bulk" && ((address & 0x80) !== 0) === towardsHost)
      ?.address;
  const [out, inwards] = [find(false), find(true)];
  if (out === undefined) throw new OutsideFault("device-failed", "The printer has no endpoint to print to.");
  /** Whoever used it before, or asked and did not wait, may have left answers in it. */
  let late = true;
  return {
    write: async (data) => {
      for (let at = 0; at < data.length; at += PORTION)
        await usb.write(out, data.subarray(at, at + PORTION), { timeout: WRITE_TIMEOUT });
    },
    read: async (timeout) => {
      if (inwards === undefined)
        throw new TransferFault("timed-out", "this printer does not answer over USB");
      late = true;
      const answer = await usb.read(inwards, STATUS_PACKET, { timeout });
      late = false;
      return answer;
    },
    drop: async () => {
      if (!late || inwards === undefined) return;
      await drain((options) => usb.read(inwards, STATUS_PACKET, options), {
        silence: SILENCE,
        most: MOST_LATE,
      });
      late = false;
    },
    [Symbol.asyncDispose]: async () => {
      await usb[Symbol.asyncDispose]();
    },
  };
};

/** The line must have been configured. */
export const serialLine = (serial: SerialTransport): PrinterLine => ({
  write: (data) => serial.write(data),
  read: (timeout) => serial.read({ timeout }),
  drop: () => serial.dropInput(),
  [Symbol.asyncDispose]: async () => {
    await serial[Symbol.asyncDispose]();
  },
});

const connected = (socket: Socket): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
  });

const gone = (error: Error): TransferFault =>
  new TransferFault("unplugged", `the printer's connection: ${error.message}`);

/** Throws OutsideFault device-missing. */
export const networkLine = async (host: string, port: number, clock: Clock): Promise<PrinterLine> => {
  const socket = createConnection({ host, port, noDelay: true });
  try {
    await within(clock, connected(socket), { timeout: CONNECT_TIMEOUT }, `connecting to ${host}`);
  } catch (cause) {
    socket.destroy();
    throw new OutsideFault(
      "device-missing",
      `No ticket printer answers at ${host}:${port}. Check its network cable.`,
      { cause },
    );
  }
  const input = new Mailbox<Uint8Array>();
  socket.on("data", (data: Buffer) => input.put(copyOf(data)));
  socket.on("error", (error) => input.fail(gone(error)));
  socket.on("close", () => input.fail(gone(new Error("closed"))));
  const send = (data: Uint8Array) =>
    new Promise<void>((resolve, reject) => {
      socket.write(data, (error) => (error ? reject(gone(error)) : resolve()));
    });
  return {
    write: (data) => within(clock, send(data), { timeout: WRITE_TIMEOUT }, "printing"),
    read: (timeout) => input.take(clock, { timeout }, "the printer's answer"),
    drop: () => input.clear(),
    [Symbol.asyncDispose]: () => {
      socket.destroy();
      return Promise.resolve();
    },
  };
};
