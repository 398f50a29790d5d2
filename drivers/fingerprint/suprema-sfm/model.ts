/** Behavioural twin of a Suprema SFM module, written from the vendor's protocol (README.md). Any picture of 64 to 1024 pixels a side. */
import type { Clock } from "../../../api/base/clock.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { SerialModel } from "../../transport/model-serial.ts";
import {
  COMMAND,
  END_CODE,
  LINE,
  PARAMETER,
  RESULT,
  parsePacket,
  writeImage,
  writePacket,
} from "./protocol.ts";

export interface SfmTwinOptions {
  readonly clock: Clock;
  readonly presentAfter?: Milliseconds;
}

/** The module's own patience (parameter 62). */
const PATIENCE = 10_000;
/** In pieces as an adapter delivers them. */
const PIECE = 4096;
/** "1.70" as four characters, the first lowest. */
const FIRMWARE = 0x30372e31;

/** Each picture is one finger; after the last nobody comes, and the module says "time out". */
export const twinSfm = (
  images: readonly GreyImage[],
  { clock, presentAfter = 400 }: SfmTwinOptions,
): SerialModel => {
  const waiting = [...images];
  let scan = 0;
  return new SerialModel((send) => {
    const reply = (command: number, size: number, flag: number) =>
      send(writePacket({ command, param: 0, size, flag }));
    const scanImage = async (): Promise<void> => {
      scan += 1;
      const own = scan;
      await clock.sleep(waiting.length > 0 ? presentAfter : PATIENCE);
      if (own !== scan) return;
      const image = waiting.shift();
      if (!image) return reply(COMMAND.scanImage, 0, RESULT["time out"]);
      reply(COMMAND.scanImage, 0, RESULT["scan success"]);
      const data = Buffer.concat([writeImage(image), Buffer.of(END_CODE)]);
      reply(COMMAND.scanImage, data.length - 1, RESULT.success);
      for (let at = 0; at < data.length; at += PIECE) send(data.subarray(at, at + PIECE));
    };
    return {
      line: LINE,
      received(data) {
        const { command, size, flag } = parsePacket(data);
        if (command === COMMAND.scanImage) void scanImage();
        else if (command === COMMAND.readParameter && flag === PARAMETER.firmware)
          reply(command, FIRMWARE, RESULT.success);
        else if (command === COMMAND.writeParameter) reply(command, size, RESULT.success);
        else if (command === COMMAND.cancel) {
          scan += 1;
          reply(command, 0, RESULT.success);
        } else reply(command, 0, RESULT.unsupported);
      },
    };
  }, clock);
};
