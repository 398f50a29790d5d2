/** Packets of Suprema's SFM (UniFinger) modules, little-endian, over a serial line: the vendor's packet protocol. Source: README.md. */
import { fixed, i32le, record, u32le, u8 } from "../../../api/bytes/record.ts";
import type { RecordOf } from "../../../api/bytes/record.ts";
import { Reader } from "../../../api/bytes/reader.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { ByteStream, StreamOptions } from "../../transport/byte-stream.ts";
import { TransferFault } from "../../transport/transport.ts";

export const LINE = { baud: 115_200, parity: "none", dataBits: 8 } as const;

const START_CODE = 0x40;
export const END_CODE = 0x0a;
export const START = Uint8Array.of(START_CODE);

export const COMMAND = {
  writeParameter: 0x01,
  readParameter: 0x03,
  status: 0x04,
  scanImage: 0x15,
  cancel: 0x60,
} as const;
export const PARAMETER = { imageFormat: 0x6c, firmware: 0x6e } as const;
export const GREY_IMAGE = 0x30;

/** Of the field "flag/error" in a response. */
export const RESULT = {
  success: 0x61,
  "scan success": 0x62,
  "scan failed": 0x63,
  "try again": 0x6b,
  "time out": 0x6c,
  unsupported: 0x75,
  busy: 0x80,
  cancelled: 0x81,
  "data error": 0x82,
  "fake finger": 0xb0,
} as const;

const fields = { start: fixed(u8, START_CODE), command: u8, param: u32le, size: u32le, flag: u8 };
const packet = record("SFM packet", { ...fields, checksum: u8, end: fixed(u8, END_CODE) });
const summed = record("SFM packet", fields);
export const PACKET_LENGTH = 13;
export type SfmPacket = Omit<RecordOf<typeof packet>, "start" | "checksum" | "end">;

const checksum = (bytes: Uint8Array): number =>
  bytes.subarray(0, 11).reduce((sum, byte) => (sum + byte) & 0xff, 0);

export const writePacket = (of: SfmPacket): Uint8Array => {
  const body = summed.encode({ ...of, start: START_CODE });
  return Uint8Array.of(...body, checksum(body), END_CODE);
};

const MOST_RUBBISH = 1024;

/** Throws TransferFault timed-out or garbage. */
export const readPacket = async (stream: ByteStream, options: StreamOptions): Promise<SfmPacket> => {
  await stream.find(START, MOST_RUBBISH, options);
  const bytes = await stream.exactly(PACKET_LENGTH, options);
  return parsePacket(bytes);
};

export const parsePacket = (bytes: Uint8Array): SfmPacket => {
  try {
    const { command, param, size, flag, checksum: sum } = packet.decode(bytes);
    if (sum === checksum(bytes)) return { command, param, size, flag };
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
    throw new TransferFault("garbage", error.message);
  }
  throw new TransferFault("garbage", "a packet's checksum is wrong");
};

/** UFImage: seven numbers before the pixels. */
const imageHeader = record("UFImage", {
  width: i32le,
  height: i32le,
  compressed: i32le,
  encrypted: i32le,
  format: i32le,
  length: i32le,
  templateLength: i32le,
});
export const IMAGE_HEADER = 28;
/** The largest sensor of the family is far below. */
export const MOST_IMAGE = IMAGE_HEADER + 1024 * 1024;

/** Nominal, after the vendor's product pages of its optical sensors [to be confirmed on hardware]. */
export const PPI = 500;

export interface SfmImage {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Throws TransferFault garbage or short-transfer. */
export const readImage = (data: Uint8Array): SfmImage => {
  if (data.length < IMAGE_HEADER)
    throw new TransferFault("short-transfer", `${data.length} bytes of a picture`);
  const head = imageHeader.read(new Reader(data, "UFImage"));
  const { width, height, length } = head;
  const sane = width >= 64 && width <= 1024 && height >= 64 && height <= 1024;
  if (!sane || head.compressed !== 0 || head.encrypted !== 0 || length !== width * height)
    throw new TransferFault("garbage", `a picture of ${width} x ${height}, ${length} bytes`);
  if (data.length < IMAGE_HEADER + length)
    throw new TransferFault(
      "short-transfer",
      `${data.length - IMAGE_HEADER} of ${length} bytes of a picture`,
    );
  return { width, height, pixels: data.subarray(IMAGE_HEADER, IMAGE_HEADER + length) };
};

/** The module's side, for its twin. */
export const writeImage = ({ width, height, pixels }: SfmImage): Uint8Array => {
  const numbers = {
    width,
    height,
    compressed: 0,
    encrypted: 0,
    format: 0,
    length: pixels.length,
    templateLength: 0,
  };
  return Buffer.concat([imageHeader.encode(numbers), pixels]);
};
