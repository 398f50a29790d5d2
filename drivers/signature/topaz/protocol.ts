/** Five-byte packets of Topaz serial pads (BSB models), in both formats. Source: README.md. */

/** Bits of the first byte. */
const SYNC = 0x80;
const NEAR = { 0: 0x40, 1: 0x04 } as const;
const PEN_DOWN = 0x01;
/** Of bits 2 to 4 in format 0: positions; 7 is pressure, 2 device information, 3 a command's reply. */
const POSITION_TYPES = new Set([0, 1, 4]);
const PRESSURE_TYPE = 7;

export const PACKET_LENGTH = 5;
export type TopazFormat = 0 | 1;

export interface TopazModel {
  readonly name: string;
  readonly baud: number;
  readonly format: TopazFormat;
  /** Raw coordinates of the writing area. */
  readonly area: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
}

/** The configuration names the model; the pads do not say what they are. */
export const MODELS: readonly TopazModel[] = [
  { name: "SigLite 1x5", baud: 19_200, format: 0, area: { left: 500, right: 2650, top: 700, bottom: 2100 } },
];

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

/** Undefined: these five bytes are no packet. */
export const readPacket = (packet: Uint8Array, format: TopazFormat): TopazPacket | undefined => {
  const [first = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0] = packet;
  if ((first & SYNC) === 0 || packet.subarray(1).some((byte) => (byte & SYNC) !== 0)) return undefined;
  const state = { near: (first & NEAR[format]) !== 0, down: (first & PEN_DOWN) !== 0 };
  if (format === 1) return { kind: "position", x: sixBits(b1, b2), y: sixBits(b3, b4), ...state };
  const type = (first >> 2) & 7;
  if (type === PRESSURE_TYPE) return { kind: "pressure", value: ((b4 & 7) << 7) | (b3 & 0x7f) };
  if (!POSITION_TYPES.has(type)) return { kind: "other" };
  if ((b2 & 0xe0) !== 0 || (b4 & 0xe0) !== 0) return undefined;
  return { kind: "position", x: twelveBits(b1, b2), y: twelveBits(b3, b4), ...state };
};

/** The pad's side, format 0. */
export const writePosition = (of: { x: number; y: number; near: boolean; down: boolean }): Uint8Array =>
  Uint8Array.of(
    SYNC | (of.near ? NEAR[0] : 0) | (of.down ? PEN_DOWN : 0),
    of.x & 0x7f,
    of.x >> 7,
    of.y & 0x7f,
    of.y >> 7,
  );

/** Cuts a stream into packets; bytes before a sync bit are passed over and counted. */
export class TopazSplitter {
  #held: number[] = [];
  #lost = 0;

  get lost(): number {
    return this.#lost;
  }

  push(data: Uint8Array): readonly Uint8Array[] {
    const packets: Uint8Array[] = [];
    for (const byte of data) {
      const starts = (byte & SYNC) !== 0;
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
