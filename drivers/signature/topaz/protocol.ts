/** Five-byte packets of Topaz serial pads (BSB models), in both formats. Source: README.md. */

import type { TopazFormat } from "./models.ts";

/** Bits of the first byte. Format 1 comes over a line of seven data bits: its bytes have one bit less to tell the first by. */
export const SYNC = { 0: 0x80, 1: 0x40 } as const;
const NEAR = { 0: 0x40, 1: 0x04 } as const;
const PEN_DOWN = 0x01;
/** Of bits 2 to 4 in format 0: positions; 7 is pressure, 2 device information, 3 a command's reply. */
const POSITION_TYPES = new Set([0, 1, 4]);
const PRESSURE_TYPE = 7;

export const PACKET_LENGTH = 5;
export type TopazPacket =
  | {
      readonly kind: "position";
      readonly x: number;
      readonly y: number;
      readonly near: boolean;
      readonly down: boolean;
    }
  | { readonly kind: "pressure"; readonly value: number }
  | { readonly kind: "other" };

const twelveBits = (low: number, high: number): number => ((high & 0x1f) << 7) | (low & 0x7f);
const sixBits = (low: number, high: number): number => ((high & 0x3f) << 6) | (low & 0x3f);

/** All bits set in both: the pad has lost the pen. */
const NOWHERE = 0xfff;

const positionOf = (x: number, y: number, state: { near: boolean; down: boolean }): TopazPacket =>
  x === NOWHERE && y === NOWHERE ? { kind: "other" } : { kind: "position", x, y, ...state };

/** Undefined: these five bytes are no packet. */
export const readPacket = (packet: Uint8Array, format: TopazFormat): TopazPacket | undefined => {
  const [first = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0] = packet;
  const sync = SYNC[format];
  if ((first & sync) === 0 || packet.subarray(1).some((byte) => (byte & sync) !== 0)) return undefined;
  const state = { near: (first & NEAR[format]) !== 0, down: (first & PEN_DOWN) !== 0 };
  if (format === 1) return positionOf(sixBits(b1, b2), sixBits(b3, b4), state);
  const type = (first >> 2) & 7;
  if (type === PRESSURE_TYPE) return { kind: "pressure", value: ((b4 & 7) << 7) | (b3 & 0x7f) };
  if (!POSITION_TYPES.has(type)) return { kind: "other" };
  if ((b2 & 0xe0) !== 0 || (b4 & 0xe0) !== 0) return undefined;
  return positionOf(twelveBits(b1, b2), twelveBits(b3, b4), state);
};

/** The pad's side. */
export const writePosition = (
  of: { x: number; y: number; near: boolean; down: boolean },
  format: TopazFormat,
): Uint8Array => {
  const bits = format === 0 ? 7 : 6;
  const mask = (1 << bits) - 1;
  return Uint8Array.of(
    SYNC[format] | (of.near ? NEAR[format] : 0) | (of.down ? PEN_DOWN : 0),
    of.x & mask,
    of.x >> bits,
    of.y & mask,
    of.y >> bits,
  );
};

/** Of a pressure packet: ten bits. */
export const FULL_PRESSURE = 1023;

/** The pad's side, format 0; the value has ten bits. */
export const writePressure = (value: number): Uint8Array =>
  Uint8Array.of(SYNC[0] | NEAR[0] | (PRESSURE_TYPE << 2) | PEN_DOWN, 0, 0, value & 0x7f, value >> 7);

const INFORMATION_TYPE = 2;

/** Device information tells the pad's serial number: a recording holds the packet without it. The rest of `bytes` stays. */
export const withoutSerial = (bytes: Uint8Array): Uint8Array => {
  const out = new Uint8Array(bytes);
  for (const [at, byte] of bytes.entries())
    if ((byte & SYNC[0]) !== 0 && ((byte >> 2) & 7) === INFORMATION_TYPE)
      out.fill(0, at + 1, at + PACKET_LENGTH);
  return out;
};

/** Cuts a stream into packets; bytes before a sync bit are passed over and counted. */
export class TopazSplitter {
  readonly #sync: number;
  #held: number[] = [];
  #lost = 0;

  constructor(format: TopazFormat) {
    this.#sync = SYNC[format];
  }

  get lost(): number {
    return this.#lost;
  }

  push(data: Uint8Array): readonly Uint8Array[] {
    const packets: Uint8Array[] = [];
    for (const byte of data) {
      const starts = (byte & this.#sync) !== 0;
      if (starts && this.#held.length > 0) {
        this.#lost += this.#held.length;
        this.#held = [];
      }
      if (!starts && this.#held.length === 0) this.#lost += 1;
      else this.#held.push(byte);
      if (this.#held.length < PACKET_LENGTH) continue;
      packets.push(Uint8Array.from(this.#held));
      this.#held = [];
    }
    return packets;
  }
}
