/** Packets of ZFM-20, AS608, R30x and R503 modules, big-endian, over a serial line. Source: README.md. */
import { bytes, record, u16be, u32be, u8 } from "../../../api/bytes/record.ts";
import { Reader } from "../../../api/bytes/reader.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { ByteStream, StreamOptions } from "../../transport/byte-stream.ts";

export const LINE = { baud: 57_600, parity: "none", dataBits: 8 } as const;

export const START = Uint8Array.of(0xef, 0x01);
const BROADCAST = 0xffffffff;
export const PACKET = { command: 0x01, data: 0x02, acknowledge: 0x07, last: 0x08 } as const;
export const COMMAND = {
  takeImage: 0x01,
  sendImage: 0x0a,
  readParameters: 0x0f,
  verifyPassword: 0x13,
} as const;

export const REPLY = {
  ok: 0x00,
  "packet damaged": 0x01,
  "no finger": 0x02,
  "image failed": 0x03,
  "image messy": 0x06,
  "too few points": 0x07,
  "upload failed": 0x0f,
  "wrong password": 0x13,
  "no image": 0x15,
} as const;

export const WIDTH = 256;
export const HEIGHT = 288;
/** Four bits a pixel, the high nibble is the left one. */
export const IMAGE_BYTES = (WIDTH * HEIGHT) / 2;
/** Nominal, after the modules' data sheets [from memory: to be confirmed]. */
export const PPI = 500;

const head = record("ZFM packet", { start: bytes(2), address: u32be, kind: u8, length: u16be });
const HEAD_LENGTH = 9;
const MOST_RUBBISH = 4096;
/** 32 << 3, and the checksum. */
const MOST_PAYLOAD = 256 + 2;

export const parameters = record("ZFM parameters", {
  status: u16be,
  systemId: u16be,
  capacity: u16be,
  security: u16be,
  address: u32be,
  /** Data bytes a packet: 32 << this. */
  packetSize: u16be,
  /** Times 9600. */
  baud: u16be,
});

const sum = (packet: Uint8Array): number =>
  packet.subarray(6).reduce((total, byte) => (total + byte) & 0xffff, 0);

/** Writes a whole packet's sum into its last two bytes. */
export const sealPacket = (packet: Uint8Array): void => {
  const total = sum(packet.subarray(0, -2));
  packet.set([total >> 8, total & 0xff], packet.length - 2);
};

export interface ZfmPacket {
  readonly kind: number;
  readonly payload: Uint8Array;
}

export const writePacket = ({ kind, payload }: ZfmPacket): Uint8Array => {
  const start = head.encode({ start: START, address: BROADCAST, kind, length: payload.length + 2 });
  const packet = Buffer.concat([start, payload, Buffer.alloc(2)]);
  sealPacket(packet);
  return packet;
};

/** The next packet, behind whatever rubbish. Throws TransferFault timed-out or garbage. */
export const readPacket = async (stream: ByteStream, options: StreamOptions): Promise<ZfmPacket> => {
  await stream.find(START, MOST_RUBBISH, options);
  const first = await stream.exactly(HEAD_LENGTH, options);
  const { kind, length } = head.read(new Reader(first, "ZFM packet"));
  if (length < 2 || length > MOST_PAYLOAD) throw new TransferFault("garbage", `a packet of ${length} bytes`);
  const rest = await stream.exactly(length, options);
  const payload = rest.subarray(0, length - 2);
  const wanted = ((rest[length - 2] ?? 0) << 8) | (rest[length - 1] ?? 0);
  if (sum(Buffer.concat([first, payload])) !== wanted)
    throw new TransferFault("garbage", "a packet's checksum is wrong");
  return { kind, payload };
};

/** Nibbles to bytes: 0..15 becomes 0..255. */
export const expand = (packed: Uint8Array): Uint8Array => {
  const pixels = new Uint8Array(packed.length * 2);
  for (const [i, pair] of packed.entries()) {
    pixels[2 * i] = (pair >> 4) * 17;
    pixels[2 * i + 1] = (pair & 15) * 17;
  }
  return pixels;
};

const nibble = (value: number | undefined): number => Math.round((value ?? 0) / 17);

export const pack = (pixels: Uint8Array): Uint8Array =>
  Uint8Array.from({ length: pixels.length / 2 }, (_, i) => {
    return (nibble(pixels[2 * i]) << 4) | nibble(pixels[2 * i + 1]);
  });
