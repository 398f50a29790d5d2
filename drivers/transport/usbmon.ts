/** One usbmon event (Linux Documentation/usb/usbmon.rst, struct of 64 bytes, host order; here little-endian). */
import { bytes, i32le, record, u16le, u32le, u64le, u8 } from "../../api/bytes/record.ts";
import type { RecordOf } from "../../api/bytes/record.ts";
import { Reader } from "../../api/bytes/reader.ts";
import { Writer } from "../../api/bytes/writer.ts";
import type { Microseconds } from "../../api/words/units.ts";

export const SUBMIT = "S".charCodeAt(0);
export const COMPLETE = "C".charCodeAt(0);
export const TRANSFER_TYPES = ["isochronous", "interrupt", "control", "bulk"] as const;
/** -EINPROGRESS: what every submission carries. */
const IN_PROGRESS = -115;

const header = record("usbmon header", {
  id: u64le,
  event: u8,
  transferType: u8,
  /** With the direction bit. */
  endpoint: u8,
  device: u8,
  bus: u16le,
  /** 0: `setup` holds the packet; otherwise a mark why not. */
  setupFlag: u8,
  /** 0: data follow; otherwise a mark why not. */
  dataFlag: u8,
  seconds: u64le,
  microseconds: i32le,
  /** Errno, negative. */
  status: i32le,
  /** S: asked; C: done. */
  urbLength: u32le,
  capturedLength: u32le,
  setup: bytes(8),
  interval: i32le,
  startFrame: i32le,
  flags: u32le,
  isochronousDescriptors: u32le,
});

export interface UsbmonEvent {
  readonly id: bigint;
  readonly event: "submit" | "complete" | "error";
  readonly type: (typeof TRANSFER_TYPES)[number];
  readonly endpoint: number;
  readonly device: number;
  readonly bus: number;
  readonly t: Microseconds;
  readonly status: number;
  readonly urbLength: number;
  /** Control submissions only. */
  readonly setup?: Uint8Array;
  /** A view of the packet. */
  readonly data: Uint8Array;
  /** Of an interrupt endpoint, in frames. */
  readonly interval: number;
}

const eventOf = (code: number): UsbmonEvent["event"] =>
  code === SUBMIT ? "submit" : code === COMPLETE ? "complete" : "error";

/** Throws OutsideFault input-malformed. */
export const readUsbmon = (packet: Uint8Array, label: string): UsbmonEvent => {
  const from = new Reader(packet, label);
  const head: RecordOf<typeof header> = header.read(from);
  const type = TRANSFER_TYPES[head.transferType] ?? from.refuse(`transfer type ${head.transferType}`, 9);
  const towardsHost = (head.endpoint & 0x80) !== 0;
  const carries = head.event === (towardsHost ? COMPLETE : SUBMIT) && type !== "isochronous";
  if (carries && head.dataFlag === 0 && Math.min(head.capturedLength, from.left) < head.urbLength)
    from.refuse(
      `only ${Math.min(head.capturedLength, from.left)} of ${head.urbLength} bytes were captured; capture with a snap length of 262144`,
    );
  return {
    id: head.id,
    event: eventOf(head.event),
    type,
    endpoint: head.endpoint,
    device: head.device,
    bus: head.bus,
    t: Number(head.seconds) * 1e6 + head.microseconds,
    status: head.status,
    urbLength: head.urbLength,
    ...(head.setupFlag === 0 && type === "control" ? { setup: head.setup } : {}),
    data: from.take(Math.min(head.capturedLength, from.left)),
    interval: head.interval,
  };
};

/** The header and the data, as a packet of linktype 220. */
export const writeUsbmon = (event: UsbmonEvent): Uint8Array => {
  const towardsHost = (event.endpoint & 0x80) !== 0;
  const to = new Writer();
  header.write(to, {
    id: event.id,
    event: event.event === "submit" ? SUBMIT : event.event === "complete" ? COMPLETE : "E".charCodeAt(0),
    transferType: TRANSFER_TYPES.indexOf(event.type),
    endpoint: event.endpoint,
    device: event.device,
    bus: event.bus,
    setupFlag: event.setup === undefined ? "-".charCodeAt(0) : 0,
    dataFlag: event.data.length > 0 ? 0 : (towardsHost ? "<" : ">").charCodeAt(0),
    seconds: BigInt(Math.floor(event.t / 1e6)),
    microseconds: event.t % 1e6,
    status: event.event === "submit" ? IN_PROGRESS : event.status,
    urbLength: event.urbLength,
    capturedLength: event.data.length,
    setup: event.setup ?? new Uint8Array(8),
    interval: event.interval,
    startFrame: 0,
    /** URB_DIR_IN, as the kernel sets it. */
    flags: towardsHost ? 0x200 : 0,
    isochronousDescriptors: 0,
  });
  return to.put(event.data).done();
};
