/** Puts other pictures into a recording of the sensor and keeps every other byte. */
import type { GreyImage } from "../../../api/words/sample.ts";
import { copyOf } from "../../transport/copy.ts";
import { withReceived, type Twin } from "../../twin.ts";
import { HEIGHT, PPI, READS, ROWS_LENGTH, WIDTH, readRows } from "./protocol.ts";

/** Of the second row, counted from 0. */
const ROW_AT = 16;
const readOf = (packet: Uint8Array): number => ((packet[ROW_AT] ?? 0) - 1) >> 1;

export const twin: Twin<"usb"> = {
  make: ({ dialogue }, standIns) => {
    const changed = new Map<number, Uint8Array>();
    let picture: GreyImage | undefined;
    for (const { completion } of dialogue) {
      if (completion?.received.length !== ROWS_LENGTH) continue;
      const packet = copyOf(completion.received);
      const read = Math.min(READS - 1, Math.max(0, readOf(packet)));
      if (read === 0 || !picture)
        picture = standIns.print({ width: WIDTH, height: HEIGHT, ppi: PPI, t: completion.at });
      // A view: what is written into the rows is written into the packet.
      readRows(packet, read).set(picture.pixels.subarray(read * 2 * WIDTH, (read + 1) * 2 * WIDTH));
      changed.set(completion.position, packet);
    }
    return withReceived(dialogue, changed);
  },
};
