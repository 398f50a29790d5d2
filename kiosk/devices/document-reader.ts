/** A reader of documents that acts as a keyboard: the page hands in its keys, and the ordinary driver makes lines of them. */
import { systemClock } from "../../api/base/clock.ts";
import { Bug } from "../../api/base/faults.ts";
import { silentLog } from "../../api/base/log.ts";
import { systemRandom } from "../../api/base/random.ts";
import type { DeviceFeatures } from "../../api/words/device.ts";
import { mrzSerial } from "../../drivers/document/mrz-serial/driver.ts";
import type { CaptureDevice } from "../../drivers/driver.ts";
import { HandedLine } from "../../drivers/transport/handed-line.ts";

export class KeyboardReader {
  #line: HandedLine | undefined;

  get features(): DeviceFeatures {
    return mrzSerial.featuresOf(this.#row);
  }

  get #row() {
    const [row] = mrzSerial.matches;
    if (row === undefined) throw new Bug("the reader's driver matches nothing");
    return row;
  }

  /** Keys as text, lines ended by CR; while nobody reads they go nowhere. */
  push(text: string): void {
    this.#line?.push(Buffer.from(text, "latin1"));
  }

  open(): Promise<CaptureDevice> {
    this.#line = new HandedLine({ clock: systemClock, path: "keyboard" });
    const context = { clock: systemClock, random: systemRandom, log: silentLog };
    return mrzSerial.open(this.#line, this.#row, context);
  }
}
