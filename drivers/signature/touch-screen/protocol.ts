/** What the page says of a pen or a finger on its field, and what it is told. Fifteen bytes each, big-endian. Source: README.md. */
import { record, u16be, u32be, u8 } from "../../../api/bytes/record.ts";
import { Reader } from "../../../api/bytes/reader.ts";
import { TransferFault } from "../../transport/transport.ts";

const SYNC = 0xa5;
export const PACKET_LENGTH = 15;
/** Steps of pressure; a screen that knows none says all of them for contact. */
export const MAX_PRESSURE = 1023;

/** From the page: the field's extent, a point, and what was pressed. To the page: begin with an empty field, and end. */
export const KIND = { field: 1, point: 2, accept: 3, again: 4, decline: 5, begin: 16, end: 17 } as const;
export type TouchKind = keyof typeof KIND;
const NAMES: ReadonlyMap<number, TouchKind> = new Map(
  Object.entries(KIND).map(([name, code]) => [code, name as TouchKind]),
);

const layout = record("touch packet", {
  sync: u8,
  kind: u8,
  sequence: u16be,
  x: u16be,
  y: u16be,
  pressure: u16be,
  time: u32be,
});

export interface TouchPacket {
  readonly kind: TouchKind;
  /** Counts the packets of one signature from 0; the same twice is one. */
  readonly sequence: number;
  /** field: the extent of what follows. */
  readonly x: number;
  readonly y: number;
  /** 0: in the air. */
  readonly pressure: number;
  /** Microseconds since the field was empty. */
  readonly time: number;
}

const sumOf = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0);

export const writeTouch = ({ kind, ...rest }: TouchPacket): Uint8Array => {
  const body = layout.encode({ sync: SYNC, kind: KIND[kind], ...rest });
  return Uint8Array.of(...body, sumOf(body));
};

/** Exactly one packet. Throws TransferFault garbage. */
export const readTouch = (packet: Uint8Array): TouchPacket => {
  const body = packet.subarray(0, PACKET_LENGTH - 1);
  if (packet.length !== PACKET_LENGTH || packet[0] !== SYNC || sumOf(body) !== packet[PACKET_LENGTH - 1])
    throw new TransferFault("garbage", "the page hands in what is no packet");
  const { kind, sequence, x, y, pressure, time } = layout.read(new Reader(body, "touch packet"));
  const name = NAMES.get(kind);
  if (!name || pressure > MAX_PRESSURE) throw new TransferFault("garbage", `a touch packet of kind ${kind}`);
  return { kind: name, sequence, x, y, pressure, time };
};
