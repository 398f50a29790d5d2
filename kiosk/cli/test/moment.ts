/** Moments of a scenario: so many seconds from its beginning, or so long after a line of the trace. */
import { z } from "zod";
import type { Clock } from "../../../api/base/clock.ts";
import { lineSchema } from "./lines.ts";
import { matches, type Trace } from "./trace.ts";

/** Seconds of the scenario's own time. */
export const seconds = z.number().min(0).max(1_000_000);

/** At a moment, or so long after a line of the trace came the nth time. */
export const momentSchema = z.union([
  z.strictObject({ at: seconds }),
  z.strictObject({
    line: lineSchema,
    nth: z.int().min(1).max(999).default(1),
    after: seconds.default(0),
  }),
]);
export type Moment = z.infer<typeof momentSchema>;

/** 12 s, or line "screen face", or line "screen face", time 2: in a report. */
export const momentWords = (moment: Moment): string => {
  if ("at" in moment) return `${moment.at} s`;
  return `line "${moment.line}"${moment.nth === 1 ? "" : `, time ${moment.nth}`}`;
};

/** Resolves at that moment. Lines count from the call on: ask before anything happens. */
export const momentOf = async (moment: Moment, clock: Clock, trace: Trace): Promise<void> => {
  if ("at" in moment) return clock.sleep(moment.at * 1000);
  let left = moment.nth;
  await new Promise<void>((resolve) => {
    trace.onLine(({ text }) => {
      if (left === 0 || !matches(text, moment.line)) return;
      left -= 1;
      if (left === 0) resolve();
    });
  });
  if (moment.after > 0) await clock.sleep(moment.after * 1000);
};
