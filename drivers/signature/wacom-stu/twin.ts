/** Puts other strokes into a recording of the pad: as many reports, with their times and counts; buttons are pressed in their middle. */
import type { Microseconds } from "../../../api/words/units.ts";
import type { HidEntry } from "../../transport/hid-recording.ts";
import { TransferFault } from "../../transport/transport.ts";
import type { StandIns, Twin } from "../../twin.ts";
import { signatureScreen } from "../signature-screen.ts";
import { standInStrokes } from "../stand-in.ts";
import { ButtonWatch, buttonAt } from "./buttons.ts";
import {
  REPORT,
  capability,
  parsed,
  readPenReport,
  writePlainPen,
  writeTimedPen,
  type Capability,
  type PenReport,
} from "./protocol.ts";

interface Pen {
  /** Its place among the entries. */
  readonly at: number;
  readonly report: PenReport;
  readonly t: Microseconds;
}

const reportOf = ({ id, payload }: HidEntry): PenReport | undefined => {
  try {
    return readPenReport(Uint8Array.of(id, ...payload));
  } catch (error) {
    if (error instanceof TransferFault) return undefined;
    throw error;
  }
};

const isPen = ({ kind, id }: HidEntry): boolean =>
  kind === "input" &&
  (id === REPORT.penData || id === REPORT.penDataOption || id === REPORT.penDataTimeCountSequence);

/** The rest of the payload (an option, filling) is kept. */
const withPen = (entry: HidEntry, report: PenReport): HidEntry => {
  const { time, sequence } = report;
  const pen =
    time === undefined || sequence === undefined
      ? writePlainPen(report)
      : writeTimedPen({ ...report, time, sequence });
  const payload = new Uint8Array(entry.payload);
  payload.set(pen.subarray(0, payload.length));
  return { ...entry, payload };
};

/** Sheets: from the ink that is switched on to the next time that it is. */
const sheetsOf = (entries: readonly HidEntry[]): readonly (readonly Pen[])[] => {
  const sheets: Pen[][] = [[]];
  for (const [at, entry] of entries.entries()) {
    if (entry.kind === "feature-set" && entry.id === REPORT.inkingMode && entry.payload[0] === 1)
      sheets.push([]);
    const report = isPen(entry) ? reportOf(entry) : undefined;
    if (report) sheets.at(-1)?.push({ at, report, t: entry.t });
  }
  return sheets.filter((sheet) => sheet.length > 0);
};

const extentOf = (entries: readonly HidEntry[]): Capability | undefined => {
  const told = entries.find(
    ({ kind, id, fault }) => kind === "feature-get" && id === REPORT.capability && !fault,
  );
  try {
    return told && parsed(() => capability.decode(told.payload));
  } catch (error) {
    if (error instanceof TransferFault) return undefined;
    throw error;
  }
};

const replaceSheet = (
  sheet: readonly Pen[],
  extent: Capability,
  screen: boolean,
  standIns: StandIns,
): ReadonlyMap<number, PenReport> => {
  const { maxX, maxY, maxPressure, screenWidth: width, screenHeight: height } = extent;
  const buttons = screen ? signatureScreen({ width, height }).buttons : [];
  const watch = new ButtonWatch(buttons, extent);
  const replaced = new Map<number, PenReport>();
  const ink: Pen[] = [];
  for (const pen of sheet) {
    const { report } = pen;
    if (watch.meaningOf(report) === "ink") {
      ink.push(pen);
      continue;
    }
    const button = buttonAt(buttons, report, extent);
    const [x, y] = button
      ? [((button.x + button.width / 2) / width) * maxX, ((button.y + button.height / 2) / height) * maxY]
      : [0, 0];
    const pressure = report.contact ? Math.round(maxPressure / 2) : 0;
    replaced.set(pen.at, { ...report, x: Math.round(x), y: Math.round(y), pressure });
  }
  const [first] = ink;
  if (first === undefined) return replaced;
  const strokes = standInStrokes(
    ink.map(({ report, t }) => ({ t, contact: report.contact })),
    standIns.signature({ t: first.t }),
  );
  // Ink stays above the buttons, or it would press them.
  const foot = Math.min(maxY, ...buttons.map(({ y }) => (y > 0 ? (y / height) * maxY - 1 : maxY)));
  for (const [i, { at, report }] of ink.entries()) {
    const made = strokes[i];
    if (made === undefined) continue;
    const { contact } = made;
    replaced.set(at, {
      ...report,
      contact,
      x: Math.round(made.x * maxX),
      y: Math.round(made.y * foot),
      pressure: Math.round(made.pressure * maxPressure),
    });
  }
  return replaced;
};

export const twin: Twin<"hid"> = {
  make: ({ dialogue }, standIns) => {
    const extent = extentOf(dialogue);
    const screen = dialogue.some(({ kind, id }) => kind === "feature-set" && id === REPORT.startImageData);
    const changed = new Map<number, PenReport>();
    if (extent)
      for (const sheet of sheetsOf(dialogue))
        for (const [at, report] of replaceSheet(sheet, extent, screen, standIns)) changed.set(at, report);
    return dialogue.map((entry, at) => {
      const report = changed.get(at);
      if (report) return withPen(entry, report);
      // What is no report that can be read may still be half of one.
      return entry.kind === "input" ? { ...entry, payload: new Uint8Array(entry.payload.length) } : entry;
    });
  },
};
