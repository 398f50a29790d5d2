/** Somebody else's signature in the time of a recorded one: as many reports, at the same moments, from first contact to last. */
import type { PenPoint, PenTrajectory } from "../../api/words/sample.ts";
import type { Microseconds } from "../../api/words/units.ts";

/** One report of a pen as it was recorded; what was pressed on a button is none of these. */
export interface RecordedReport {
  readonly t: Microseconds;
  readonly contact: boolean;
}

export interface StandInReport {
  /** Of the pad's width, height and full pressure. */
  readonly x: number;
  readonly y: number;
  readonly pressure: number;
  readonly contact: boolean;
}

const PEN_DOWN = 0.5;
/** Of the pen, from the end of a signature to its beginning: less than any pad waits for. */
const BACK: Microseconds = 200_000;

/** The point at a moment of a signature that is written again and again, as long as the recorded one took. */
const pointAt = (points: readonly PenPoint[], since: Microseconds): PenPoint | undefined => {
  const [first, last] = [points[0], points.at(-1)];
  const written = last?.t ?? 0;
  const t = since % (written + BACK);
  if (t > written) return first && { ...first, contact: false };
  const next = points.findIndex((point) => point.t > t);
  return next < 0 ? last : points[Math.max(0, next - 1)];
};

/** One for each report. In the air before and after, the pen is where the signature begins and ends. */
export const standInStrokes = (
  reports: readonly RecordedReport[],
  { maxX, maxY, maxPressure, points }: PenTrajectory,
): readonly StandInReport[] => {
  const first = reports.findIndex(({ contact }) => contact);
  const last = reports.findLastIndex(({ contact }) => contact);
  const start = reports[first]?.t ?? 0;
  const end = Math.max(0, (reports[last]?.t ?? 0) - start);
  return reports.map(({ t }, i) => {
    const within = first >= 0 && i >= first && i <= last;
    const point = pointAt(points, Math.max(0, Math.min(end, t - start)));
    // Begun and ended when the recorded one was.
    const contact = within && (i === first || i === last || (point?.contact ?? true));
    const pressure = contact ? (point?.pressure ?? 0) / maxPressure || PEN_DOWN : 0;
    return { x: (point?.x ?? 0) / maxX, y: (point?.y ?? 0) / maxY, pressure, contact };
  });
};
