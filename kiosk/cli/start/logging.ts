/** Every session of a kiosk with a screen leaves its attempts log, however it ends. */
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { id, type Log } from "../../../api/base/log.ts";
import type { CalibrationRecords } from "../../devices/records.ts";
import type { KioskStation } from "../../server/kiosk-station.ts";
import { loggedParts, type LoggedParts, type StationSlots } from "../../server/station/identities.ts";
import type { SessionStep } from "../../server/walk/scene.ts";
import type { Policy } from "../../session/policy.ts";
import { endingOf, type Ending } from "../../session/log/logbook.ts";
import type { AttemptsLog } from "../../session/log/attempts-log.ts";
import type { KeptLogs } from "../../session/log/kept-logs.ts";
import { logOf } from "../../session/log/write-log.ts";
import type { SampleBox } from "../../session/run/sample-box.ts";
import type { Data, EndReason, SessionState } from "../../session/state.ts";

export interface LoggingParts {
  readonly logs: KeptLogs;
  readonly station: AttemptsLog["station"];
  readonly policy: Policy;
  readonly slots: StationSlots;
  readonly records: CalibrationRecords;
  readonly clock: Clock;
  readonly log: Log;
}

export class SessionLogging {
  readonly #parts: LoggingParts;
  #line: Promise<void> = Promise.resolve();
  /** Refused by the disk until now, in their order. */
  readonly #owed: (readonly [log: AttemptsLog, data: Data])[] = [];

  constructor(parts: LoggingParts) {
    this.#parts = parts;
  }

  #write(ending: Ending, parts: LoggedParts): void {
    const { station, policy, records, clock } = this.#parts;
    const { startedAt } = ending.data;
    const devices = records.set(records.certified(parts.devices, startedAt), startedAt);
    const told = { station, policy, ...parts, devices, endedAt: clock.now() };
    this.#owed.push([logOf(ending, told), ending.data]);
    void this.settled();
  }

  async #settle(): Promise<void> {
    const { logs, log } = this.#parts;
    for (let next = this.#owed[0]; next !== undefined; next = this.#owed[0]) {
      const [text, data] = next;
      try {
        await logs.add(text, data.age, data);
      } catch (error) {
        if (!(error instanceof OutsideFault)) throw error;
        log.write("error", "attempts-log-not-kept", { packet: id(text.transaction), code: id(error.code) });
        return;
      }
      this.#owed.shift();
    }
  }

  follow({ before, after, effects }: SessionStep, station: KioskStation): void {
    const ending = endingOf(before, after, effects);
    if (ending !== undefined) this.#write(ending, station.logged(ending.data));
  }

  /** A session that ended while nobody drove it: decided at the desk, or its time was over there or after a power cut. */
  over(state: SessionState, box: SampleBox, told?: EndReason): void {
    if (!("data" in state)) return;
    const end = told ?? (state.kind === "awaiting-control" ? "control-expired" : "timed-out");
    const { data } = state;
    this.#write({ data, end }, loggedParts(data, box, this.#parts.slots));
  }

  /** What was begun is written, and what a disk refused before is tried again. */
  settled(): Promise<void> {
    this.#line = this.#line.then(() => this.#settle());
    return this.#line;
  }
}
