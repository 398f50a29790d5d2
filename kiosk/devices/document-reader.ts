/** A reader of documents that acts as a keyboard: the page hands in its keys, and the ordinary driver makes lines of them. */
import { systemClock } from "../../api/base/clock.ts";
import { Bug } from "../../api/base/faults.ts";
import { silentLog } from "../../api/base/log.ts";
import { systemRandom } from "../../api/base/random.ts";
import type { DeviceFeatures } from "../../api/words/device.ts";
import { mrzSerial } from "../../drivers/document/mrz-serial/driver.ts";
import type { CaptureDevice } from "../../drivers/driver.ts";
import type { LiveOpening, Through } from "./live-recording.ts";
import { HandedLine } from "../../drivers/transport/handed-line.ts";

const opened = ({ module, row, transport, context }: LiveOpening): Promise<CaptureDevice> =>
  module.open(transport, row, context);

export class KeyboardReader {
  readonly #through: Through;
  #line: HandedLine | undefined;

  /** `through`: how its driver is opened, e.g. by a recording. */
  constructor(through: Through = (_place, opening) => opened(opening)) {
    this.#through = through;
  }

  get features(): DeviceFeatures {
    return mrzSerial.featuresOf(this.#row);
  }

  get #row() {
    const [row] = mrzSerial.matches;
    if (row === undefined) throw new Bug("the reader's driver matches nothing");
    return row;
  }

  /** Keys as text, lines ended by CR; those that came before somebody asks for a document are dropped. */
  push(text: string): void {
    this.#line?.push(Buffer.from(text, "latin1"));
  }

  open(): Promise<CaptureDevice> {
    this.#line = new HandedLine({ clock: systemClock, path: "keyboard" });
    const context = { clock: systemClock, random: systemRandom, log: silentLog };
    const opening = { module: mrzSerial, row: this.#row, transport: this.#line, context };
    return this.#through("keyboard", opening);
  }
}
