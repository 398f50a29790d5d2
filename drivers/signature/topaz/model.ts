/** Behavioural twin of a Topaz SigLite pad, written from the protocol facts (README.md). It writes by itself, one signature after another. */
import { Bug } from "../../../api/base/faults.ts";
import type { Clock } from "../../../api/base/clock.ts";
import type { PenTrajectory } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { SerialModel } from "../../transport/model-serial.ts";
import { MODELS } from "./models.ts";
import { FULL_PRESSURE, writePosition, writePressure } from "./protocol.ts";

export interface TopazTwinOptions {
  readonly clock: Clock;
  /** Before the first signature. */
  readonly startAfter?: Milliseconds;
  /** From one to the next; a pad does not know whether somebody reads. */
  readonly pause?: Milliseconds;
  /** Default: the first of the list. */
  readonly model?: string;
  /** Sends pressure before each position, as few pads do. */
  readonly pressure?: boolean;
}

export const twinTopaz = (signatures: readonly PenTrajectory[], options: TopazTwinOptions): SerialModel => {
  const { clock, startAfter = 700, pause = 2500 } = options;
  const model = MODELS.find(({ name }) => name === options.model) ?? MODELS[0];
  if (!model) throw new Bug("the list of Topaz pads is empty");
  const { area, baud, format } = model;
  const write = async (
    send: (data: Uint8Array) => void,
    { maxX, maxY, maxPressure, points }: PenTrajectory,
  ): Promise<void> => {
    const scale = Math.min((area.right - area.left) / maxX, (area.bottom - area.top) / maxY);
    const begin = clock.now();
    let last = { x: area.left, y: area.top };
    for (const point of points) {
      const due = begin + Math.floor(point.t / 1000);
      if (due > clock.now()) await clock.sleep(due - clock.now());
      last = { x: area.left + Math.round(point.x * scale), y: area.top + Math.round(point.y * scale) };
      if (options.pressure && point.contact)
        send(writePressure(Math.round((point.pressure / maxPressure) * FULL_PRESSURE)));
      send(writePosition({ ...last, near: true, down: point.contact }, format));
    }
    send(writePosition({ ...last, near: false, down: false }, format));
  };
  const live = async (send: (data: Uint8Array) => void): Promise<void> => {
    await clock.sleep(startAfter);
    for (const signature of signatures) {
      await write(send, signature);
      await clock.sleep(pause);
    }
  };
  return new SerialModel(
    (send) => ({
      line: { baud, parity: "odd", dataBits: format === 0 ? 8 : 7 },
      listened: () => void live(send),
    }),
    clock,
  );
};
