/** Captures as dumpcap would have made them on the kiosk's bus, of what a recording of reports or of a line holds. */
import type { HidEntry } from "../../drivers/transport/hid-recording.ts";
import type { SerialEntry } from "../../drivers/transport/serial-recording.ts";
import type { UsbmonEvent } from "../../drivers/transport/usbmon.ts";

const ADDRESS = { bus: 1, device: 7 } as const;
const INTERVAL = 4;

class Bus {
  readonly events: UsbmonEvent[] = [];
  #id = 0n;

  add(
    of: Pick<UsbmonEvent, "type" | "endpoint" | "setup"> & { readonly length: number },
    t: number,
    { sent = new Uint8Array(), got = new Uint8Array() }: { sent?: Uint8Array; got?: Uint8Array },
    status = 0,
  ): void {
    this.#id += 64n;
    const { type, endpoint, setup, length } = of;
    const interval = type === "interrupt" ? INTERVAL : 0;
    const common = { id: this.#id, type, endpoint, interval, ...ADDRESS };
    const start = { ...common, t, status: -115, urbLength: length, data: sent, ...(setup ? { setup } : {}) };
    const done = got.length > 0 ? got.length : sent.length;
    this.events.push({ ...start, event: "submit" });
    this.events.push({
      ...common,
      event: "complete",
      t,
      status,
      urbLength: status === 0 ? done : 0,
      data: got,
    });
  }

  control(t: number, [type, request, value, length]: readonly number[], body: Uint8Array): void {
    const setup = Buffer.alloc(8);
    setup[0] = type ?? 0;
    setup[1] = request ?? 0;
    setup.writeUInt16LE(value ?? 0, 2);
    setup.writeUInt16LE(length ?? 0, 6);
    const inwards = ((type ?? 0) & 0x80) !== 0;
    const of = { type: "control", endpoint: inwards ? 0x80 : 0, setup, length: length ?? 0 } as const;
    this.add(of, t, inwards ? { got: body } : { sent: body });
  }

  /** The host asks who is there: device and configuration descriptor, with a serial number among its strings. */
  plugged(vendorId: number, productId: number, interfaceClass: number, endpoints: readonly number[]): void {
    const device = Buffer.from("1201000200000040000000000001010203 01".replaceAll(" ", ""), "hex");
    device.writeUInt16LE(vendorId, 8);
    device.writeUInt16LE(productId, 10);
    const total = 18 + endpoints.length * 7;
    const configuration = Buffer.from([
      9,
      2,
      total,
      0,
      1,
      1,
      0,
      0xa0,
      0x32,
      9,
      4,
      0,
      0,
      endpoints.length,
      interfaceClass,
      0,
      0,
      0,
      ...endpoints.flatMap((address) => [7, 5, address, interfaceClass === 3 ? 3 : 2, 64, 0, 4]),
    ]);
    this.control(0, [0x80, 6, 0x0100, 18], device);
    this.control(1, [0x80, 6, 0x0200, 255], configuration);
    this.control(2, [0x80, 6, 0x0303, 255], Buffer.from("\u000e\u0003S\0E\0C\0R\0E\0T\0", "latin1"));
  }
}

const LATER = 10_000;

/** Of a pad. */
export const captureOfHid = (
  entries: readonly HidEntry[],
  { vendorId, productId }: { readonly vendorId: number; readonly productId: number },
): readonly UsbmonEvent[] => {
  const bus = new Bus();
  bus.plugged(vendorId, productId, 3, [0x81]);
  for (const { t, kind, id, payload } of entries) {
    const report = Buffer.concat([Buffer.of(id), payload]);
    const at = t + LATER;
    if (kind === "input") bus.add({ type: "interrupt", endpoint: 0x81, length: 64 }, at, { got: report });
    else if (kind === "feature-get") bus.control(at, [0xa1, 1, 0x0300 | id, report.length], report);
    else bus.control(at, [0x21, 9, (kind === "output" ? 0x0200 : 0x0300) | id, report.length], report);
  }
  return bus.events;
};

export const FTDI = { vendorId: 0x0403, productId: 0x6001 } as const;
const PACKET = 64;
const MODEM_STATUS = Buffer.of(0x01, 0x60);

/** Of a line behind an FTDI adapter: its two bytes of modem status before each packet, and packets that hold nothing else. */
export const captureOfLine = (
  entries: readonly SerialEntry[],
  { vendorId, productId }: { readonly vendorId: number; readonly productId: number } = FTDI,
): readonly UsbmonEvent[] => {
  const bus = new Bus();
  bus.plugged(vendorId, productId, 0xff, [0x81, 0x02]);
  const status = vendorId === FTDI.vendorId ? MODEM_STATUS : Buffer.alloc(0);
  for (const { t, direction, data } of entries) {
    const at = t + LATER;
    if (direction === "out") {
      bus.add({ type: "bulk", endpoint: 0x02, length: data.length }, at, { sent: data });
      continue;
    }
    const parts: Buffer[] = [];
    for (let from = 0; from < data.length; from += PACKET - status.length)
      parts.push(Buffer.concat([status, data.subarray(from, from + PACKET - status.length)]));
    if (status.length > 0) bus.add({ type: "bulk", endpoint: 0x81, length: 512 }, at, { got: status });
    bus.add({ type: "bulk", endpoint: 0x81, length: 4096 }, at, { got: Buffer.concat(parts) });
  }
  return bus.events;
};
