/** HID recordings: one JSON object a line, `{"t_us","kind","id","hex"}`. `hex` is the payload without the report id. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { Microseconds } from "../../api/words/units.ts";
import { readJsonLines } from "./json-lines.ts";

const KINDS = ["input", "feature-get", "feature-set", "output"] as const;
export type HidEntryKind = (typeof KINDS)[number];

export interface HidEntry {
  readonly t: Microseconds;
  readonly kind: HidEntryKind;
  /** Report id. */
  readonly id: number;
  readonly payload: Uint8Array;
  /** Absent: it succeeded. Otherwise the fault the driver saw. */
  readonly fault?: "unplugged" | "stalled" | "timed-out";
}

const FAULTS = ["unplugged", "stalled", "timed-out"] as const;

/** Throws OutsideFault input-malformed or input-unknown-key. */
export const readHidRecording = (text: string, label: string): readonly HidEntry[] =>
  readJsonLines(text, label, ["t_us", "kind", "id", "hex", "fault"]).map((line) => {
    const kind = KINDS.find((known) => known === line.field("kind"));
    if (kind === undefined) throw new OutsideFault("input-malformed", `${line.label}: "kind" is unknown.`);
    const fault = FAULTS.find((known) => known === line.field("fault"));
    if (line.field("fault") !== undefined && fault === undefined)
      throw new OutsideFault("input-malformed", `${line.label}: "fault" is unknown.`);
    return {
      t: line.whole("t_us"),
      kind,
      id: line.whole("id", 0xff),
      payload: line.hex("hex"),
      ...(fault ? { fault } : {}),
    };
  });

export const writeHidRecording = (entries: readonly HidEntry[]): string =>
  entries
    .map(({ t, kind, id, payload, fault }) => {
      const hex = Buffer.from(payload).toString("hex");
      return `${JSON.stringify({ t_us: t, kind, id, hex, ...(fault ? { fault } : {}) })}\n`;
    })
    .join("");
