/** Puts other pictures into a recording of the module and keeps every other byte; pictures carry no checksum. */
import { withStream, type Stream, type Twin, type StandIns } from "../../twin.ts";
import { TransferFault } from "../../transport/transport.ts";
import {
  COMMAND,
  IMAGE_HEADER,
  MOST_IMAGE,
  PACKET_LENGTH,
  PPI,
  RESULT,
  START,
  parsePacket,
  readImage,
  type SfmPacket,
} from "./protocol.ts";

const packetAt = (bytes: Uint8Array, at: number): SfmPacket | undefined => {
  if (bytes[at] !== START[0]) return undefined;
  try {
    return parsePacket(bytes.subarray(at, at + PACKET_LENGTH));
  } catch (error) {
    if (error instanceof TransferFault) return undefined;
    throw error;
  }
};

/** Of a picture that was cut short nothing is kept. */
const replace = (picture: Uint8Array, size: number, t: number, standIns: StandIns): void => {
  if (picture.length < size) return void picture.fill(0, Math.min(picture.length, IMAGE_HEADER));
  try {
    const { width, height, pixels } = readImage(picture);
    pixels.set(standIns.print({ width, height, ppi: PPI, t }).pixels);
    // Behind the pixels: a template, if ever there is one.
    picture.fill(0, IMAGE_HEADER + pixels.length);
  } catch (error) {
    if (!(error instanceof TransferFault)) throw error;
    picture.fill(0, IMAGE_HEADER);
  }
};

const change =
  (standIns: StandIns) =>
  ({ bytes, timeOf }: Stream): void => {
    for (let at = 0; at < bytes.length;) {
      const packet = packetAt(bytes, at);
      at += packet ? PACKET_LENGTH : 1;
      if (packet?.command !== COMMAND.scanImage || packet.flag !== RESULT.success) continue;
      const size = Math.min(packet.size, MOST_IMAGE);
      const picture = bytes.subarray(at, at + size);
      replace(picture, size, timeOf(at), standIns);
      at += picture.length;
    }
  };

export const twin: Twin<"serial"> = {
  make: ({ dialogue }, standIns) => withStream(dialogue, change(standIns)),
};
