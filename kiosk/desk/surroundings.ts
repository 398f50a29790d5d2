/** What the desk's frame shows of the kiosk: health in words, the line, the applicant's screen. */
import type { Clock } from "../../api/base/clock.ts";
import type { Queue } from "../queue/open-queue.ts";
import type { Uploader } from "../queue/uploader.ts";
import type { Walk } from "../server/walk.ts";
import { healthOf, type Readings } from "../store/health.ts";
import type { Surroundings } from "./desk.ts";

export interface SurroundingsParts {
  readonly clock: Clock;
  readonly walk: Walk;
  readonly queue: Queue;
  readonly uploader: Uploader;
  /** Everything that the kiosk measures of itself; undefined while nobody measures it. */
  readonly readings?: () => Promise<Readings>;
}

export const surroundings =
  ({ clock, walk, queue, uploader, readings }: SurroundingsParts): (() => Promise<Surroundings>) =>
  async () => {
    const counts = await queue.outbox.counts();
    const oldest = await queue.outbox.oldestWaiting();
    const down = uploader.line.failures > 0;
    const known = await readings?.();
    const health = known === undefined ? { lines: [], mayStart: true } : healthOf(known);
    return {
      health: health.lines,
      mayStart: health.mayStart,
      // Nothing left this machine since the oldest packet was sealed.
      ...(down && oldest !== undefined ? { offlineSince: Math.min(oldest, clock.now()) } : {}),
      waiting: counts.waiting + counts.sending,
      screen: walk.screen().kind,
      rehearsal: false,
    };
  };
