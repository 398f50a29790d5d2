/** Behavioural twin of the Futronic FS81 module, written from the protocol facts (README.md). Pictures are 320 x 480, 500 dpi. */
import type { Clock } from "../../../api/base/clock.ts";
import { Bug } from "../../../api/base/faults.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { UsbModel } from "../../transport/model-usb.ts";
import { TransferFault } from "../../transport/transport.ts";
import { BLOCK, HEIGHT, WIDTH, upright, writeGeometry } from "./protocol.ts";

const OUT = 0x01;
const IN = 0x82;

export interface Fs81TwinOptions {
  readonly clock: Clock;
  /** From the lamp to the finger. */
  readonly presentAfter?: Milliseconds;
}

const EMPTY = new Uint8Array(WIDTH * HEIGHT).fill(230);

/** Each picture is one finger, laid on after the lamp is lit and gone when it is put out. */
export const twinFs81 = (images: readonly GreyImage[], options: Fs81TwinOptions): UsbModel => {
  for (const { width, height } of images)
    if (width !== WIDTH || height !== HEIGHT)
      throw new Bug(`the twin takes pictures of ${WIDTH} x ${HEIGHT}`);
  const { clock, presentAfter = 150 } = options;
  const waiting = [...images];
  let lit: Milliseconds | undefined;
  let shown = false;
  const frame = (): Uint8Array => {
    const image = lit !== undefined && clock.now() - lit >= presentAfter ? waiting[0] : undefined;
    shown ||= image !== undefined;
    return upright(image?.pixels ?? EMPTY);
  };
  const lamp = (on: boolean): void => {
    if (!on && shown) waiting.shift();
    shown = false;
    lit = on ? clock.now() : undefined;
  };
  return new UsbModel(
    (send) => ({
      identity: {
        vendorId: 0x1491,
        productId: 0x0020,
        release: 0x0100,
        endpoints: [
          { address: OUT, type: "bulk", maxPacketSize: 512 },
          { address: IN, type: "bulk", maxPacketSize: 512 },
        ],
      },
      received(_endpoint, [code = 0, level = 0]) {
        if (code === 0xe0) send(IN, writeGeometry());
        else if (code === 0x6c || code === 0x50) send(IN, new Uint8Array(BLOCK));
        else if (code === 0xfe || code === 0x6e) send(IN, frame());
        else if (code === 0xdd) lamp(level !== 0);
        else throw new TransferFault("stalled", `the twin knows no command ${code.toString(16)}`);
      },
    }),
    clock,
  );
};
