/** Registers, modes, events and the picture's header of the U.are.U 4000 family. Source: README.md. */
import { bytes, record, u16le, u8, repeat } from "../../../api/bytes/record.ts";
import type { RecordOf } from "../../../api/bytes/record.ts";

/** All registers by vendor control request 4; wValue is the register. */
export const REGISTER_REQUEST = 0x04;
export const REGISTER = {
  hardwareStatus: 0x07,
  /** Written: key number, seed (u32 LE). */
  scrambleSeed: 0x33,
  /** Read: u32 LE. */
  scrambleKey: 0x34,
  mode: 0x4e,
  information: 0xf0,
  response: 0x2000,
  challenge: 0x2010,
} as const;

/** Bits of the hardware status. */
export const STATUS = { poweredDown: 0x80, rebootNeeded: 0x84, wanted: 0x0f } as const;

export const MODE = { awaitFingerOn: 0x10, awaitFingerOff: 0x12, capture: 0x20, off: 0x70 } as const;

/** First two bytes of an interrupt packet, big-endian. */
export const EVENT = { scanPowerOn: 0x56aa, fingerOn: 0x0101, fingerOff: 0x0200, death: 0x0800 } as const;
export const EVENT_LENGTH = 64;

export const PICTURE_WIDTH = 384;
/** What the reader is asked for: 290 lines and the header. */
export const PICTURE_TRANSFER = 64 + PICTURE_WIDTH * 290;
export const MAX_LINES = 290;

/** Of a block of lines. */
export const BLOCK = { notPresent: 0x01, scrambled: 0x02, noKeyUpdate: 0x04, changeKey: 0x80 } as const;

export const pictureHeader = record("U.are.U picture header", {
  unknown0: bytes(4),
  /** Lines in the stream; blocks flagged "not present" are not among them. */
  lines: u16le,
  keyNumber: u8,
  unknown7: bytes(9),
  blocks: repeat(record("block of lines", { flags: u8, lines: u8 }), 15),
  unknown46: bytes(18),
});
export type PictureHeader = RecordOf<typeof pictureHeader>;
export const HEADER_LENGTH = 64;

/** Of the authenticated Microsoft reader v2; the answer to a challenge is AES-128-ECB of it. */
export const AUTHENTICATION_KEY = Uint8Array.from(Buffer.from("79ac91795ca1478e98e00f3c598f5f4b", "hex"));

export interface Variant {
  readonly productId: number;
  readonly vendorId: number;
  readonly make: string;
  readonly model: string;
  readonly authenticated: boolean;
  /** The sensor is mounted upside down: the picture is turned by 180 degrees. */
  readonly rotated: boolean;
}

const DIGITAL_PERSONA = { vendorId: 0x05ba, make: "DigitalPersona", authenticated: false, rotated: true };
const MICROSOFT = { vendorId: 0x045e, make: "Microsoft", authenticated: false, rotated: true };

export const VARIANTS: readonly Variant[] = [
  { ...DIGITAL_PERSONA, productId: 0x0007, model: "U.are.U 4000" },
  { ...DIGITAL_PERSONA, productId: 0x0008, model: "U.are.U 4000 Gold" },
  { ...DIGITAL_PERSONA, productId: 0x000a, model: "U.are.U 4000B/4500" },
  { ...MICROSOFT, productId: 0x00bb, model: "Keyboard with Fingerprint Reader" },
  { ...MICROSOFT, productId: 0x00bc, model: "IntelliMouse with Fingerprint Reader" },
  { ...MICROSOFT, productId: 0x00bd, model: "Fingerprint Reader" },
  { ...MICROSOFT, productId: 0x00ca, model: "Fingerprint Reader v2", authenticated: true, rotated: false },
];

/** Both axes, vendor data sheet. */
export const PPI = 512;
export const AREA_MM = { width: 14.6, height: 18.1 } as const;
