/** Puts other zones into a recording of the reader. What is no zone but was read from a document is masked, character by character. */
import {
  ZONE_SHAPES,
  withStream,
  type Stream,
  type StandIns,
  type Twin,
  type ZoneShape,
} from "../../twin.ts";
import { zoneOf } from "./protocol.ts";

const [CR, LF] = [0x0d, 0x0a];
/** From one document to the next. */
const GAP = 300_000;

interface Line {
  readonly from: number;
  readonly to: number;
}

const linesOf = (bytes: Uint8Array): readonly Line[] => {
  const lines: Line[] = [];
  let from = 0;
  for (let at = 0; at <= bytes.length; at += 1)
    if (at === bytes.length || bytes[at] === CR || bytes[at] === LF) {
      if (at > from) lines.push({ from, to: at });
      from = at + 1;
    }
  return lines;
};

const shapeOf = (length: number): ZoneShape | undefined =>
  (Object.keys(ZONE_SHAPES) as ZoneShape[]).find((shape) => ZONE_SHAPES[shape][1] === length);

const masked = (byte: number): number => {
  const character = String.fromCharCode(byte);
  if (/[A-Z]/u.test(character)) return "X".charCodeAt(0);
  if (/[a-z]/u.test(character)) return "x".charCodeAt(0);
  return /\d/u.test(character) ? "0".charCodeAt(0) : byte >= 0x80 ? "?".charCodeAt(0) : byte;
};

const change =
  (standIns: StandIns) =>
  ({ bytes, timeOf }: Stream): void => {
    let zone: readonly string[] = [];
    let next = 0;
    let before = -Infinity;
    let [shape, same]: [ZoneShape | undefined, string] = [undefined, ""];
    for (const { from, to } of linesOf(bytes)) {
      const text = Buffer.from(bytes.subarray(from, to)).toString("latin1");
      const run = zoneOf(text);
      const own = run === undefined ? undefined : shapeOf(run.length);
      const place = run === undefined ? 0 : from + text.indexOf(run);
      for (let at = from; at < to; at += 1) bytes[at] = masked(bytes[at] ?? 0);
      if (run === undefined || own === undefined) continue;
      // A line that came twice in a row is one.
      const again = run === same && timeOf(from) - before <= GAP;
      if (!again) {
        if (own !== shape || next >= zone.length || timeOf(from) - before > GAP)
          [zone, next, shape] = [standIns.zone(own), 0, own];
        next += 1;
      }
      [before, same] = [timeOf(from), run];
      bytes.set(Buffer.from(zone[next - 1] ?? "", "latin1").subarray(0, run.length), place);
    }
  };

export const twin: Twin<"serial"> = {
  make: ({ dialogue }, standIns) => withStream(dialogue, change(standIns)),
};
