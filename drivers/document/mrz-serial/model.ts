/** Behavioural twin of an MRZ reader: documents are drawn through it one after the other. */
import type { Clock } from "../../../api/base/clock.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { SerialModel } from "../../transport/model-serial.ts";

export interface MrzTwinOptions {
  readonly clock: Clock;
  readonly startAfter?: Milliseconds;
  /** From one document to the next. */
  readonly pause?: Milliseconds;
  /** What the maker lets one configure. */
  readonly prefix?: string;
  readonly lineEnd?: "\r" | "\n" | "\r\n";
}

const LINE = { baud: 9600, parity: "none", dataBits: 8 } as const;
const BETWEEN_LINES = 12;

export const twinMrzReader = (
  documents: readonly (readonly string[])[],
  options: MrzTwinOptions,
): SerialModel => {
  const { clock, startAfter = 500, pause = 2200, prefix = "", lineEnd = "\r" } = options;
  const live = async (send: (data: Uint8Array) => void): Promise<void> => {
    await clock.sleep(startAfter);
    for (const lines of documents) {
      for (const line of lines) {
        send(Buffer.from(`${prefix}${line}${lineEnd}`, "latin1"));
        await clock.sleep(BETWEEN_LINES);
      }
      await clock.sleep(pause);
    }
  };
  return new SerialModel((send) => ({ line: LINE, listened: () => void live(send) }), clock);
};
