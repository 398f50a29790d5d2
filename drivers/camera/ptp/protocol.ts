/** PTP over USB (ISO 15740, annex D): containers, device and object information. Little-endian. Source: README.md. */
import { record, u16le, u32le } from "../../../api/bytes/record.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { Reader } from "../../../api/bytes/reader.ts";
import { Writer } from "../../../api/bytes/writer.ts";
import { TransferFault } from "../../transport/transport.ts";

export const CONTAINER = { command: 1, data: 2, response: 3, event: 4 } as const;
export const OPERATION = {
  deviceInfo: 0x1001,
  openSession: 0x1002,
  closeSession: 0x1003,
  objectInfo: 0x1008,
  getObject: 0x1009,
  deleteObject: 0x100b,
  initiateCapture: 0x100e,
} as const;
export const RESPONSE = {
  ok: 0x2001,
  unsupported: 0x2005,
  busy: 0x2019,
  storeFull: 0x200c,
  sessionOpen: 0x201e,
} as const;
export const EVENT = { objectAdded: 0x4002, storeFull: 0x400a, captureComplete: 0x400d } as const;
export const FORMAT = { folder: 0x3001, jpeg: 0x3801 } as const;

const head = record("PTP container", { length: u32le, type: u16le, code: u16le, transaction: u32le });
export const HEAD_LENGTH = 12;
/** A still picture of a large sensor is 30 MB; a stranger's length may not make us allocate more. */
export const MOST_DATA = 64 * 1024 * 1024;

export interface Container {
  readonly type: number;
  readonly code: number;
  readonly transaction: number;
  readonly payload: Uint8Array;
}

/** Parses what a camera sent; a complaint comes in the words of transfers. */
export const parsed = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof OutsideFault) throw new TransferFault("garbage", error.message);
    throw error;
  }
};

export const readHead = (
  raw: Uint8Array,
): { length: number; type: number; code: number; transaction: number } => {
  const got = parsed(() => head.read(new Reader(raw, "PTP container")));
  if (got.length < HEAD_LENGTH || got.length > MOST_DATA)
    throw new TransferFault("garbage", `a container of ${got.length} bytes`);
  return got;
};

/** What a container says it is, whatever comes of it; undefined: too short to say. */
export const headOf = (
  raw: Uint8Array,
): { readonly length: number; readonly type: number; readonly code: number } | undefined =>
  raw.length < HEAD_LENGTH ? undefined : head.read(new Reader(raw, "PTP container"));

export const writeContainer = ({ type, code, transaction, payload }: Container): Uint8Array => {
  const start = head.encode({ length: HEAD_LENGTH + payload.length, type, code, transaction });
  return Buffer.concat([start, payload]);
};

export const parameters = (...values: readonly number[]): Uint8Array => {
  const to = new Writer();
  for (const value of values) to.unsigned(value, 4, "little");
  return to.done();
};

export const readParameters = (payload: Uint8Array): readonly number[] => {
  const from = new Reader(payload, "PTP parameters");
  const values: number[] = [];
  while (from.left >= 4) values.push(from.unsigned(4, "little"));
  return values;
};

/** A count of characters with the NUL, then UTF-16. */
const readString = (from: Reader): string => {
  const count = from.u8();
  return Buffer.from(from.take(count * 2))
    .toString("utf16le")
    .replace(/\0+$/u, "");
};

const writeString = (to: Writer, text: string): void => {
  to.unsigned(text === "" ? 0 : text.length + 1, 1, "little");
  if (text !== "") to.put(Buffer.from(`${text}\0`, "utf16le"));
};

const readCodes = (from: Reader): readonly number[] => {
  const count = from.unsigned(4, "little");
  const codes = new Reader(from.take(Math.min(count * 2, from.left + 1)), "PTP list");
  const values: number[] = [];
  while (codes.left >= 2) values.push(codes.unsigned(2, "little"));
  return values;
};

const writeCodes = (to: Writer, codes: readonly number[]): void => {
  to.unsigned(codes.length, 4, "little");
  for (const code of codes) to.unsigned(code, 2, "little");
};

export interface DeviceInfo {
  readonly operations: readonly number[];
  readonly manufacturer: string;
  readonly model: string;
  readonly version: string;
}

/** Where the serial number's characters lie in a DeviceInfo dataset; undefined: there are none. */
const serialAt = (data: Uint8Array): { readonly from: number; readonly to: number } | undefined => {
  const from = new Reader(data, "PTP device information");
  beforeOperations(from);
  for (let list = 0; list < 5; list += 1) readCodes(from);
  for (let text = 0; text < 3; text += 1) readString(from);
  const count = from.u8();
  const start = data.length - from.left;
  return count < 2 ? undefined : { from: start, to: start + (count - 1) * 2 };
};

const beforeOperations = (from: Reader): void => {
  from.skip(2 + 4 + 2);
  readString(from);
  from.skip(2);
};

const EXIF = 0xe1;

/** Camera and lens serial numbers lie in a picture's Exif: in a recording it is empty. The length stays. */
const withoutExif = (jpeg: Uint8Array): void => {
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff && (jpeg[at + 1] ?? 0) >= 0xc0 && jpeg[at + 1] !== 0xda) {
    const length = ((jpeg[at + 2] ?? 0) << 8) | (jpeg[at + 3] ?? 0);
    if (jpeg[at + 1] === EXIF) jpeg.fill(0, at + 4, Math.min(jpeg.length, at + 2 + length));
    at += 2 + Math.max(2, length);
  }
};

/** What came from a camera without what names this very camera, as long as it was. */
export const withoutSerial = (received: Uint8Array): Uint8Array => {
  const out = new Uint8Array(received);
  if (out.length <= HEAD_LENGTH) return out;
  const { type, code } = head.read(new Reader(out, "PTP container"));
  if (type !== CONTAINER.data) return out;
  const payload = out.subarray(HEAD_LENGTH);
  try {
    const place = code === OPERATION.deviceInfo ? serialAt(payload) : undefined;
    if (place)
      for (let at = place.from; at < place.to; at += 2)
        [payload[at], payload[at + 1]] = ["0".charCodeAt(0), 0];
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    // What cannot be read cannot be cleaned either: nothing of it is kept.
    payload.fill(0);
  }
  if (payload[0] === 0xff && payload[1] === 0xd8) withoutExif(payload);
  return out;
};

/** DeviceInfo dataset, clause 5.5.1: up to the version; the serial number behind it is not read. */
export const readDeviceInfo = (data: Uint8Array): DeviceInfo =>
  parsed(() => {
    const from = new Reader(data, "PTP device information");
    beforeOperations(from);
    const operations = readCodes(from);
    for (let list = 0; list < 4; list += 1) readCodes(from);
    return { operations, manufacturer: readString(from), model: readString(from), version: readString(from) };
  });

/** The camera's side, for its twin. */
export const writeDeviceInfo = (of: DeviceInfo & { readonly serial?: string }): Uint8Array => {
  const to = new Writer().unsigned(100, 2, "little").unsigned(0, 4, "little").unsigned(0, 2, "little");
  writeString(to, "");
  to.unsigned(0, 2, "little");
  writeCodes(to, of.operations);
  for (let list = 0; list < 4; list += 1) writeCodes(to, []);
  for (const text of [of.manufacturer, of.model, of.version, of.serial ?? ""]) writeString(to, text);
  return to.done();
};

const objectInfo = record("PTP object information", {
  storage: u32le,
  format: u16le,
  protection: u16le,
  size: u32le,
});

/** ObjectInfo dataset, clause 5.5.2: its beginning. */
export const readObjectInfo = (data: Uint8Array): { readonly format: number; readonly size: number } =>
  parsed(() => objectInfo.read(new Reader(data, "PTP object information")));

export const writeObjectInfo = (format: number, size: number): Uint8Array =>
  Buffer.concat([
    objectInfo.encode({ storage: 0x0001_0001, format, protection: 0, size }),
    new Uint8Array(40),
  ]);

/** Undefined: not an event. */
export const readEvent = (
  packet: Uint8Array,
): { readonly code: number; readonly handle?: number } | undefined => {
  if (packet.length < HEAD_LENGTH) return undefined;
  const { type, code } = readHead(packet);
  if (type !== CONTAINER.event) return undefined;
  const [handle] = readParameters(packet.subarray(HEAD_LENGTH));
  return { code, ...(handle === undefined ? {} : { handle }) };
};
