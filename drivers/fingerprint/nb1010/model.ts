/** Behavioural twin of the NB-1010-U, written from the protocol facts (README.md). Pictures are 256 x 180. */
import type { Clock } from "../../../api/base/clock.ts";
import { Bug } from "../../../api/base/faults.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { UsbModel } from "../../transport/model-usb.ts";
import { TransferFault } from "../../transport/transport.ts";
import { COMMAND, HEIGHT, READS, REPLY, WIDTH, writeReply, writeRows } from "./protocol.ts";

const IN = 0x83;
const OUT = 0x02;

export interface Nb1010TwinOptions {
  readonly clock: Clock;
  /** From the first question to the finger. */
  readonly presentAfter?: Milliseconds;
}

/** Each picture is one finger; after the last the sensor stays empty. */
export const twinNb1010 = (images: readonly GreyImage[], options: Nb1010TwinOptions): UsbModel => {
  const waiting = images.map((image) => {
    if (image.width !== WIDTH || image.height !== HEIGHT)
      throw new Bug(`the twin takes pictures of ${WIDTH} x ${HEIGHT}, not ${image.width} x ${image.height}`);
    return image;
  });
  const { clock, presentAfter = 200 } = options;
  let asked: Milliseconds | undefined;
  const level = (): number => {
    asked ??= clock.now();
    return waiting.length > 0 && clock.now() - asked >= presentAfter ? 0xf7 : 0x04;
  };
  return new UsbModel((send) => {
    const picture = (): void => {
      const image = waiting.shift();
      asked = undefined;
      if (!image) return;
      for (let read = 0; read < READS; read += 1)
        send(IN, writeRows(read, image.pixels.subarray(read * 2 * WIDTH, (read + 1) * 2 * WIDTH)));
    };
    return {
      identity: {
        vendorId: 0x298d,
        productId: 0x1010,
        release: 0x0001,
        endpoints: [
          { address: 0x81, type: "interrupt", maxPacketSize: 16 },
          { address: OUT, type: "bulk", maxPacketSize: 64 },
          { address: IN, type: "bulk", maxPacketSize: 64 },
        ],
      },
      received(_endpoint, command) {
        const [, code = 0, sequence = 0] = command;
        if (code === COMMAND.fingerLevel) send(IN, writeReply(REPLY.fingerLevel, sequence, level()));
        else if (code === COMMAND.prepare || code === COMMAND.capture)
          send(IN, writeReply(REPLY.done, sequence, 0));
        else throw new TransferFault("stalled", `the twin knows no command ${code}`);
        if (code === COMMAND.capture) picture();
      },
    };
  }, clock);
};
