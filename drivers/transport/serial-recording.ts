/** Serial recordings: one JSON object a line, `{"t_us","dir":"in"|"out","hex"}`; with `"fault"` where the line was lost. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { Microseconds } from "../../api/words/units.ts";
import { readJsonLines } from "./json-lines.ts";

export interface SerialEntry {
  readonly t: Microseconds;
  /** Out: from the host to the device. */
  readonly direction: "in" | "out";
  readonly data: Uint8Array;
  /** Absent: it passed. Otherwise what the driver saw instead. */
  readonly fault?: SerialFault;
}

const FAULTS = ["unplugged", "access-denied", "timed-out"] as const;
type SerialFault = (typeof FAULTS)[number];

/** What of a fault is kept; undefined: nothing, because nothing happened on the line. */
export const serialFaultOf = (code: string): SerialFault | undefined => FAULTS.find((one) => one === code);

/** Throws OutsideFault input-malformed or input-unknown-key. */
export const readSerialRecording = (text: string, label: string): readonly SerialEntry[] =>
  readJsonLines(text, label, ["t_us", "dir", "hex", "fault"]).map((line) => {
    const direction = line.field("dir");
    if (direction !== "in" && direction !== "out")
      throw new OutsideFault("input-malformed", `${line.label}: "dir" must be "in" or "out".`);
    const fault = FAULTS.find((one) => one === line.field("fault"));
    if (line.field("fault") !== undefined && fault === undefined)
      throw new OutsideFault(
        "input-malformed",
        `${line.label}: "fault" must be one of ${FAULTS.join(", ")}.`,
      );
    return { t: line.whole("t_us"), direction, data: line.hex("hex"), ...(fault ? { fault } : {}) };
  });

export const writeSerialRecording = (entries: readonly SerialEntry[]): string =>
  entries
    .map(({ t, direction, data, fault }) => {
      const hex = Buffer.from(data).toString("hex");
      return `${JSON.stringify({ t_us: t, dir: direction, hex, ...(fault ? { fault } : {}) })}\n`;
    })
    .join("");
