/** Behavioural twin of a Topaz SigLite pad, written from the protocol facts (README.md). It writes by itself, one signature after another. */
import type { Clock } from "../../../api/base/clock.ts";
import type { PenTrajectory } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { SerialModel } from "../../transport/model-serial.ts";
import { MODELS, writePosition } from "./protocol.ts";

export interface TopazTwinOptions {
  readonly clock: Clock;
  /** Before the first signature. */
  readonly startAfter?: Milliseconds;
  /** From one to the next; a pad does not know whether somebody reads. */
  readonly pause?: Milliseconds;
}

const LINE = { baud: 19_200, parity: "odd", dataBits: 8 } as const;

export const twinTopaz = (signatures: readonly PenTrajectory[], options: TopazTwinOptions): SerialModel => {
  const { clock, startAfter = 700, pause = 2500 } = options;
  const [model] = MODELS;
  const area = model?.area ?? { left: 0, right: 4095, top: 0, bottom: 4095 };
  const write = async (
    send: (data: Uint8Array) => void,
    { maxX, maxY, points }: PenTrajectory,
  ): Promise<void> => {
    const scale = Math.min((area.right - area.left) / maxX, (area.bottom - area.top) / maxY);
    const begin = clock.now();
    let last = { x: area.left, y: area.top };
    for (const point of points) {
      const due = begin + Math.floor(point.t / 1000);
      if (due > clock.now()) await clock.sleep(due - clock.now());
      last = { x: area.left + Math.round(point.x * scale), y: area.top + Math.round(point.y * scale) };
      send(writePosition({ ...last, near: true, down: point.contact }));
    }
    send(writePosition({ ...last, near: false, down: false }));
  };
  const live = async (send: (data: Uint8Array) => void): Promise<void> => {
    await clock.sleep(startAfter);
    for (const signature of signatures) {
      await write(send, signature);
      await clock.sleep(pause);
    }
  };
  return new SerialModel((send) => {
    void live(send);
    return { line: LINE };
  }, clock);
};
