/** Behavioural twin of a ZFM-20 module, written from the protocol facts (README.md). Pictures are 256 x 288; 16 greys survive. */
import type { Clock } from "../../../api/base/clock.ts";
import { Bug } from "../../../api/base/faults.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { SerialModel } from "../../transport/model-serial.ts";
import {
  COMMAND,
  HEIGHT,
  IMAGE_BYTES,
  LINE,
  PACKET,
  REPLY,
  WIDTH,
  expand,
  pack,
  parameters,
  writePacket,
} from "./protocol.ts";

const PACKET_BYTES = 128;

export interface ZfmTwinOptions {
  readonly clock: Clock;
  /** From the first question to the finger. */
  readonly presentAfter?: Milliseconds;
  readonly liftAfter?: Milliseconds;
}

/** A module does nothing that it may have misheard: sum of kind, length and payload. */
const isWhole = (packet: Uint8Array): boolean => {
  const end = packet.length - 2;
  let sum = 0;
  for (let at = 6; at < end; at += 1) sum += packet[at] ?? 0;
  return (packet[end] ?? 0) * 256 + (packet[end + 1] ?? 0) === (sum & 0xffff);
};

/** What a faultless driver makes of a picture: four bits a pixel. */
export const asCaptured = (image: GreyImage): GreyImage => ({ ...image, pixels: expand(pack(image.pixels)) });

/** Each picture is one finger that comes, stays until its picture was sent, and leaves. */
export const twinZfm = (images: readonly GreyImage[], options: ZfmTwinOptions): SerialModel => {
  for (const { width, height } of images)
    if (width !== WIDTH || height !== HEIGHT)
      throw new Bug(`the twin takes pictures of ${WIDTH} x ${HEIGHT}`);
  const { clock, presentAfter = 200, liftAfter = 150 } = options;
  const waiting = [...images];
  let next: Milliseconds | undefined;
  const takeImage = (): number => {
    next ??= clock.now() + presentAfter;
    return waiting.length > 0 && clock.now() >= next ? REPLY.ok : REPLY["no finger"];
  };
  return new SerialModel((send) => {
    const reply = (code: number, rest: Uint8Array = new Uint8Array()) =>
      send(writePacket({ kind: PACKET.acknowledge, payload: Uint8Array.of(code, ...rest) }));
    const sendImage = (): void => {
      const image = waiting.shift();
      if (!image) return reply(REPLY["no image"]);
      reply(REPLY.ok);
      const packed = pack(image.pixels);
      for (let at = 0; at < IMAGE_BYTES; at += PACKET_BYTES) {
        const kind = at + PACKET_BYTES < IMAGE_BYTES ? PACKET.data : PACKET.last;
        send(writePacket({ kind, payload: packed.subarray(at, at + PACKET_BYTES) }));
      }
      next = clock.now() + liftAfter + presentAfter;
    };
    return {
      line: LINE,
      received(packet) {
        const command = packet[9];
        if (!isWhole(packet)) reply(REPLY["packet damaged"]);
        else if (command === COMMAND.verifyPassword) reply(REPLY.ok);
        else if (command === COMMAND.readParameters)
          reply(
            REPLY.ok,
            parameters.encode({
              status: 0,
              systemId: 9,
              capacity: 1000,
              security: 3,
              address: 0xffffffff,
              packetSize: 2,
              baud: 6,
            }),
          );
        else if (command === COMMAND.takeImage) reply(takeImage());
        else if (command === COMMAND.sendImage) sendImage();
        else reply(REPLY["packet damaged"]);
      },
    };
  }, clock);
};
