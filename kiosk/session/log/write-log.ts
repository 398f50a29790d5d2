/** Writes the log of a session that ended or was parked, from its ending and what the kiosk knows besides. */
import type { Check } from "../../../api/words/quality.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Target } from "../acquire.ts";
import type { Policy } from "../policy.ts";
import { attemptsLog, type AttemptsLog, type LoggedDevice } from "./attempts-log.ts";
import type { Ending } from "./logbook.ts";

export interface LogSurroundings {
  readonly station: AttemptsLog["station"];
  readonly policy: Policy;
  readonly devices: readonly LoggedDevice[];
  /** Driver of the device that acquires it. */
  readonly deviceOf: (target: Target) => string;
  readonly checksOf: (attempt: number) => readonly Check[];
  readonly endedAt: Milliseconds;
}

export const logOf = (ending: Ending, surroundings: LogSurroundings): AttemptsLog => {
  const { data, end } = ending;
  const { shown = [], discarded = [] } = data;
  return attemptsLog(data, { ...surroundings, shown, discarded: new Set(discarded), end });
};
