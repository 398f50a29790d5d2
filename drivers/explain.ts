/** What passed on the wire, for the words a driver has for it. */

export interface WireMessage {
  /** Out: from the kiosk to the device. */
  readonly direction: "in" | "out";
  readonly channel: "control" | "bulk" | "interrupt" | "isochronous" | "hid" | "serial";
  /** Endpoint address or report id, where there is one. */
  readonly number?: number;
  /** The eight bytes of a control transfer. */
  readonly setup?: Uint8Array;
  /** What was sent, or what came; a report without its id. */
  readonly bytes: Uint8Array;
}

/** One line in the protocol's own words; undefined: it has none for this. Pure, and never throws on hostile bytes. */
export type Explain = (message: WireMessage) => string | undefined;

export const hex = (value: number, digits = 2): string => `0x${value.toString(16).padStart(digits, "0")}`;

/** The name that a table has for a value, or the value. */
export const nameIn = (table: Readonly<Record<string, number>>, value: number, digits = 2): string =>
  Object.entries(table).find(([, code]) => code === value)?.[0] ?? hex(value, digits);

/** Little-endian, or big-endian; undefined beyond the end. */
export const numberAt = (
  bytes: Uint8Array,
  at: number,
  size: 2 | 4,
  order: "little" | "big",
): number | undefined => {
  if (bytes.length < at + size) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return size === 2 ? view.getUint16(at, order === "little") : view.getUint32(at, order === "little");
};
