/** Puts other pictures into a recording of the sensor and keeps every other byte. */
import type { GreyImage } from "../../../api/words/sample.ts";
import { copyOf } from "../../transport/copy.ts";
import type { UsbExchange } from "../../transport/usb-exchange.ts";
import { READS, ROWS_LENGTH, WIDTH, readRows } from "./protocol.ts";

/** New contents of completed transfers, by the position of their completion; pictures in turn, and again from the first. */
export const replacedPictures = (
  dialogue: readonly UsbExchange[],
  _productId: number,
  pictures: readonly GreyImage[],
): ReadonlyMap<number, Uint8Array> => {
  const changed = new Map<number, Uint8Array>();
  for (const { completion } of dialogue) {
    if (completion?.received.length !== ROWS_LENGTH) continue;
    const read = changed.size % READS;
    const picture = pictures[Math.floor(changed.size / READS) % pictures.length];
    if (!picture) continue;
    const packet = copyOf(completion.received);
    // A view: what is written into the rows is written into the packet.
    readRows(packet, read).set(picture.pixels.subarray(read * 2 * WIDTH, (read + 1) * 2 * WIDTH));
    changed.set(completion.position, packet);
  }
  return changed;
};
