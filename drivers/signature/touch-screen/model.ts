/** Behavioural twin of the page's field: somebody who writes on it when it is shown, and presses "accept". */
import type { Clock } from "../../../api/base/clock.ts";
import type { PenTrajectory } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { SerialModel } from "../../transport/model-serial.ts";
import { MAX_PRESSURE, readTouch, writeTouch } from "./protocol.ts";
import type { TouchKind } from "./protocol.ts";

export interface TouchTwinOptions {
  readonly clock: Clock;
  /** From the empty field to the first point. */
  readonly startAfter?: Milliseconds;
  /** What is pressed at the end. */
  readonly press?: Extract<TouchKind, "accept" | "decline">;
  /** Before it is written for good, the first half is written and wiped. */
  readonly again?: boolean;
}

const LINE = { baud: 9600, parity: "none", dataBits: 8 } as const;
const LINGER = 400;

export const twinTouchScreen = (
  signatures: readonly PenTrajectory[],
  { clock, startAfter = 600, press = "accept", again = false }: TouchTwinOptions,
): SerialModel => {
  const waiting = [...signatures];
  /** Who writes; nobody goes on when the field is taken away. */
  let writing = 0;
  return new SerialModel((send) => {
    const write = async ({ maxX, maxY, maxPressure, points }: PenTrajectory, own: number): Promise<void> => {
      let sequence = 0;
      const begin = clock.now();
      const say = (kind: TouchKind, x = 0, y = 0, pressure = 0): void => {
        const time = Math.round((clock.now() - begin) * 1000);
        if (writing === own) send(writeTouch({ kind, sequence, x, y, pressure, time }));
        sequence += 1;
      };
      say("field", maxX, maxY);
      await clock.sleep(startAfter);
      const strokes = async (some: PenTrajectory["points"]): Promise<void> => {
        const start = clock.now();
        for (const { x, y, pressure, contact, t } of some) {
          const due = start + t / 1000;
          if (due > clock.now()) await clock.sleep(due - clock.now());
          say("point", x, y, contact ? Math.max(1, Math.round((pressure / maxPressure) * MAX_PRESSURE)) : 0);
        }
      };
      if (again) {
        await strokes(points.slice(0, points.length >> 1));
        say("again");
      }
      await strokes(points);
      await clock.sleep(LINGER);
      say(press);
    };
    return {
      line: LINE,
      received(data) {
        const { kind } = readTouch(data);
        writing += 1;
        const next = kind === "begin" ? waiting.shift() : undefined;
        if (next) void write(next, writing);
      },
    };
  }, clock);
};
