/** Reports of the Wacom STU pads. Big-endian unless said otherwise. Source: README.md. */
import { ascii, bytes, record, u16be, u8 } from "../../../api/bytes/record.ts";
import type { RecordOf } from "../../../api/bytes/record.ts";
import { Reader } from "../../../api/bytes/reader.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { TransferFault } from "../../transport/transport.ts";

export const VENDOR = 0x056a;

export const REPORT = {
  penData: 0x01,
  penDataEncrypted: 0x10,
  status: 0x03,
  reset: 0x04,
  information: 0x08,
  capability: 0x09,
  startCapture: 0x15,
  endCapture: 0x16,
  clearScreen: 0x20,
  inkingMode: 0x21,
  startImageData: 0x25,
  imageDataBlock: 0x26,
  endImageData: 0x27,
  penDataOption: 0x30,
  penDataOptionMode: 0x32,
  penDataTimeCountSequenceEncrypted: 0x33,
  penDataTimeCountSequence: 0x34,
} as const;

/** Uid, Uid2 and eSerial name this very pad. This driver asks for none of them; other programs, whose traffic is converted, do. */
const NUMBERING: readonly number[] = [0x0a, 0x0b, 0x0f];

export const withoutSerial = (received: Uint8Array, report?: number): Uint8Array =>
  report !== undefined && NUMBERING.includes(report) ? new Uint8Array(received.length) : received;

/** What "start image data" is told; with 0x10 added the data come over the interrupt pipe, which is not used here. */
export const ENCODING = {
  oneBit: 0x00,
  oneBitDeflated: 0x01,
  sixteenBit: 0x02,
  twentyFourBit: 0x04,
} as const;
/** Bits of Capability.encodings. */
export const ENCODING_FLAGS = { deflated: 1, oneBit: 2, sixteenBit: 4, twentyFourBit: 8 } as const;

/** Payload lengths, without the report id. */
export const LENGTH = { status: 4, information: 16, capability: 16 } as const;

export const STATUS_CODES = {
  ready: 0,
  image: 1,
  capture: 2,
  calculation: 3,
  "boot image": 4,
  "ROM busy": 5,
  reset: 0xff,
} as const;

export const status = record("STU status", { code: u8, lastResult: u8, word: bytes(2) });

export const information = record("STU information", {
  model: ascii(9),
  firmwareMajor: u8,
  firmwareMinor: u8,
  secure: u8,
  secureVersion: bytes(4),
});

export const capability = record("STU capability", {
  maxX: u16be,
  maxY: u16be,
  maxPressure: u16be,
  screenWidth: u16be,
  screenHeight: u16be,
  /** Reports a second. */
  rate: u8,
  resolution: u16be,
  encodings: u8,
  reserved: bytes(2),
});
export type Capability = RecordOf<typeof capability>;

const pen = { state: u8, pressureLow: u8, x: u16be, y: u16be };
const penData = record("STU pen data", pen);
const penDataOption = record("STU pen data with option", { ...pen, option: u16be });
const penDataTimed = record("STU pen data with time and sequence", { ...pen, time: u16be, sequence: u16be });

/** Bits of the pen's first byte. */
const IN_RANGE = 0x80;
const SWITCHES = 0x70;

export interface PenReport {
  readonly inRange: boolean;
  readonly contact: boolean;
  readonly pressure: number;
  readonly x: number;
  readonly y: number;
  /** Of the pad's clock, wraps at 65536. */
  readonly time?: number;
  /** Wraps at 65536. */
  readonly sequence?: number;
}

const penOf = (got: RecordOf<typeof penData>): PenReport => ({
  inRange: (got.state & IN_RANGE) !== 0,
  contact: (got.state & SWITCHES) !== 0,
  pressure: ((got.state & 0x0f) << 8) | got.pressureLow,
  x: got.x,
  y: got.y,
});

/** Parses what a device sent; a complaint comes in the words of transfers. */
export const parsed = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof OutsideFault) throw new TransferFault("garbage", error.message);
    throw error;
  }
};

/** Report id first, as it comes; filling after the fields is passed over. Undefined: not a report of the pen. */
export const readPenReport = (report: Uint8Array): PenReport | undefined =>
  parsed(() => {
    const from = new Reader(report, "STU input report");
    switch (from.u8()) {
      case REPORT.penData:
        return penOf(penData.read(from));
      case REPORT.penDataOption:
        return penOf(penDataOption.read(from));
      case REPORT.penDataTimeCountSequence: {
        const got = penDataTimed.read(from);
        return { ...penOf(got), time: got.time, sequence: got.sequence };
      }
      default:
        return undefined;
    }
  });

/** The pad's side, for its twin: report 34 without its id. */
export const writeTimedPen = (
  of: PenReport & { readonly time: number; readonly sequence: number },
): Uint8Array =>
  penDataTimed.encode({
    state: (of.inRange ? IN_RANGE : 0) | (of.contact ? 0x10 : 0) | (of.pressure >> 8),
    pressureLow: of.pressure & 0xff,
    x: of.x,
    y: of.y,
    time: of.time & 0xffff,
    sequence: of.sequence & 0xffff,
  });

/** The pad's side: report 01 without its id. */
export const writePlainPen = (of: PenReport): Uint8Array =>
  penData.encode({
    state: (of.inRange ? IN_RANGE : 0) | (of.contact ? 0x10 : 0) | (of.pressure >> 8),
    pressureLow: of.pressure & 0xff,
    x: of.x,
    y: of.y,
  });

/** Report 26: how many bytes follow (little-endian), then as many as fit; the report is always full. */
export const imageBlock = (data: Uint8Array, block: number): Uint8Array => {
  const payload = new Uint8Array(2 + block);
  new DataView(payload.buffer).setUint16(0, data.length, true);
  payload.set(data, 2);
  return payload;
};

export interface PadModel {
  readonly productId: number;
  readonly model: string;
  /** Sends time and sequence with every point. */
  readonly timed: boolean;
  /** Bytes of a picture that one report takes, where more than 253. */
  readonly block?: number;
}

export const DEFAULT_BLOCK = 253;

export const PADS: readonly PadModel[] = [
  { productId: 0x00a1, model: "STU-500", timed: false },
  { productId: 0x00a2, model: "STU-300", timed: false },
  { productId: 0x00a3, model: "STU-520A", timed: false },
  { productId: 0x00a4, model: "STU-430", timed: true },
  { productId: 0x00a5, model: "STU-530", timed: true },
  { productId: 0x00a6, model: "STU-430V", timed: true },
  { productId: 0x00a8, model: "STU-540", timed: true, block: 2557 },
];
