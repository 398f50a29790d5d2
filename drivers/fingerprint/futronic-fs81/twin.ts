/** Puts other frames into a recording of the module and keeps every other byte. */
import type { GreyImage } from "../../../api/words/sample.ts";
import { withReceived, type Twin } from "../../twin.ts";
import type { UsbExchange } from "../../transport/usb-exchange.ts";
import { activity } from "../plausible.ts";
import { BLOCK, COMMAND, HEIGHT, PPI, PRESENT_ABOVE, WIDTH, upright } from "./protocol.ts";

const isLampOn = ({ sent }: UsbExchange): boolean => Buffer.compare(sent, COMMAND.lampOn) === 0;
const meanOf = (frame: Uint8Array): number =>
  frame.reduce((sum, value) => sum + value, 0) / Math.max(1, frame.length);

/** As strong as what was there, so that the driver sees a finger come and go when it did; what a glass keeps of one is gone too. */
const inPlaceOf = (frame: Uint8Array, shown: Uint8Array): Uint8Array => {
  const had = activity(frame, WIDTH);
  if (had > PRESENT_ABOVE) return shown.subarray(0, frame.length);
  const [mean, own] = [meanOf(frame), meanOf(shown)];
  const scale = Math.sqrt(had / Math.max(1, activity(shown, WIDTH)));
  return Uint8Array.from(frame).map((_value, at) =>
    Math.max(0, Math.min(255, Math.round(mean + ((shown[at] ?? own) - own) * scale))),
  );
};

/** A finger each time that the lamp is lit. What is longer than an answer's block is a frame, or what came of one. */
export const twin: Twin<"usb"> = {
  make: ({ dialogue }, standIns) => {
    const changed = new Map<number, Uint8Array>();
    let print: GreyImage | undefined;
    for (const exchange of dialogue) {
      const { completion } = exchange;
      if (isLampOn(exchange)) print = undefined;
      if (!completion || completion.received.length <= BLOCK) continue;
      print ??= standIns.print({ width: WIDTH, height: HEIGHT, ppi: PPI, t: completion.at });
      changed.set(completion.position, inPlaceOf(completion.received, upright(print.pixels)));
    }
    return withReceived(dialogue, changed);
  },
};
