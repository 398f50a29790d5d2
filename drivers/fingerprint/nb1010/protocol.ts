/** Messages of the NextBiometrics NB-1010-U, little-endian, over one bulk pair. Source: README.md. */
import { bytes, fixed, record, u16le, u32le, u8 } from "../../../api/bytes/record.ts";
import { Reader } from "../../../api/bytes/reader.ts";
import { TransferFault } from "../../transport/transport.ts";
import { OutsideFault } from "../../../api/base/faults.ts";

const MARK = 0x80;
export const COMMAND = { fingerLevel: 0x38, prepare: 0x0d, capture: 0x12 } as const;
/** Codes of what comes back. */
export const REPLY = { fingerLevel: 0x37, done: 0x20, rows: 0x21 } as const;

export const WIDTH = 256;
export const HEIGHT = 180;
const ROWS_A_READ = 2;
export const READS = HEIGHT / ROWS_A_READ;
export const REPLY_LENGTH = 16;
/** 25 bytes of header, two rows, three bytes of filling. */
export const ROWS_LENGTH = 540;
const ROWS_OFFSET = 25;
/** Above it a finger lies on the sensor. */
export const FINGER_THRESHOLD = 0x30;

/** About, both axes [from memory of the data sheet: to be confirmed]; the area follows from it. */
export const PPI = 385;
export const AREA_MM = { width: 12, height: 17 } as const;

const head = { mark: fixed(u8, MARK), code: u8, sequence: u16le, length: u32le };
const reply = record("NB-1010 reply", { ...head, status: u32le, level: u8, rest: bytes(3) });
const rowsHead = record("NB-1010 rows", {
  ...head,
  status: u32le,
  /** 1: more rows follow; 0: these are the last. */
  more: u32le,
  /** Of the second row, counted from 0: 1, 3 .. 179. */
  row: u32le,
  width: u32le,
  unknown24: u8,
});

const command = (code: number, sequence: number, payload: Uint8Array): Uint8Array => {
  const shape = record("NB-1010 command", { ...head, payload: bytes(payload.length) });
  return shape.encode({ mark: MARK, code, sequence, length: 8 + payload.length, payload });
};

const words = (...values: number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);

/** The sequence numbers are those of the recorded driver; the sensor repeats them in its replies. */
export const askFingerLevel = command(COMMAND.fingerLevel, 1, new Uint8Array());
export const prepare = command(COMMAND.prepare, 3, words(0x0400));
export const capture = command(COMMAND.capture, 4, words(2, 0, 0, 0, 0, 0x20));

/** An outside parser's complaint, in the words of transfers. */
const parsed = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof OutsideFault) throw new TransferFault("garbage", error.message);
    throw error;
  }
};

/** Throws TransferFault garbage or short-transfer. */
export const readReply = (packet: Uint8Array, code: number): { readonly level: number } => {
  if (packet.length < REPLY_LENGTH)
    throw new TransferFault("short-transfer", `${packet.length} bytes of a reply`);
  const got = parsed(() => reply.decode(packet));
  if (got.code !== code)
    throw new TransferFault("garbage", `reply ${got.code.toString(16)}, not ${code.toString(16)}`);
  return { level: got.level };
};

/** Two rows; `index` counts the reads from 0. Throws TransferFault garbage or short-transfer. */
export const readRows = (packet: Uint8Array, index: number): Uint8Array => {
  if (packet.length < ROWS_LENGTH)
    throw new TransferFault("short-transfer", `${packet.length} of ${ROWS_LENGTH} bytes of rows`);
  const got = parsed(() => rowsHead.read(new Reader(packet, "NB-1010 rows")));
  const last = index === READS - 1;
  const row = index * ROWS_A_READ + 1;
  if (got.code !== REPLY.rows || got.row !== row || got.width !== WIDTH || (got.more === 0) !== last)
    throw new TransferFault("garbage", `rows ${got.row} of width ${got.width} where row ${row} is due`);
  return packet.subarray(ROWS_OFFSET, ROWS_OFFSET + ROWS_A_READ * WIDTH);
};

/** The sensor's side, for its twin. */
export const writeReply = (code: number, sequence: number, level: number): Uint8Array =>
  reply.encode({
    mark: MARK,
    code,
    sequence,
    length: REPLY_LENGTH,
    status: 0,
    level,
    rest: new Uint8Array(3),
  });

export const writeRows = (index: number, rows: Uint8Array): Uint8Array => {
  const to = new Uint8Array(ROWS_LENGTH);
  to.set(
    rowsHead.encode({
      mark: MARK,
      code: REPLY.rows,
      sequence: 0,
      length: ROWS_LENGTH,
      status: 0,
      more: index === READS - 1 ? 0 : 1,
      row: index * ROWS_A_READ + 1,
      width: WIDTH,
      unknown24: 1,
    }),
  );
  to.set(rows, ROWS_OFFSET);
  return to;
};
