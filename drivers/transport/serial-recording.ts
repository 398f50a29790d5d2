/** Serial recordings: one JSON object a line, `{"t_us","dir":"in"|"out","hex"}`. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { Microseconds } from "../../api/words/units.ts";
import { readJsonLines } from "./json-lines.ts";

export interface SerialEntry {
  readonly t: Microseconds;
  /** Out: from the host to the device. */
  readonly direction: "in" | "out";
  readonly data: Uint8Array;
}

/** Throws OutsideFault input-malformed or input-unknown-key. */
export const readSerialRecording = (text: string, label: string): readonly SerialEntry[] =>
  readJsonLines(text, label, ["t_us", "dir", "hex"]).map((line) => {
    const direction = line.field("dir");
    if (direction !== "in" && direction !== "out")
      throw new OutsideFault("input-malformed", `${line.label}: "dir" must be "in" or "out".`);
    return { t: line.whole("t_us"), direction, data: line.hex("hex") };
  });

export const writeSerialRecording = (entries: readonly SerialEntry[]): string =>
  entries
    .map(({ t, direction, data }) => {
      const hex = Buffer.from(data).toString("hex");
      return `${JSON.stringify({ t_us: t, dir: direction, hex })}\n`;
    })
    .join("");
