/** What the desk's frame shows of the kiosk: health in words, the line, the applicant's screen. */
import type { Clock } from "../../api/base/clock.ts";
import type { Queue } from "../queue/open-queue.ts";
import type { Uploader } from "../queue/uploader.ts";
import type { Walk } from "../server/walk.ts";
import type { Health } from "../store/health.ts";
import type { Surroundings } from "./desk.ts";

export interface SurroundingsParts {
  readonly clock: Clock;
  readonly walk: Walk;
  readonly queue: Queue;
  readonly uploader: Uploader;
  /** Undefined before the kiosk first measured itself. */
  readonly rehearsing: () => boolean;
  readonly health: () => Health | undefined;
}

export const surroundings =
  ({ clock, walk, queue, uploader, health, rehearsing }: SurroundingsParts): (() => Promise<Surroundings>) =>
  async () => {
    const counts = await queue.outbox.counts();
    const oldest = await queue.outbox.oldestWaiting();
    const down = uploader.line.failures > 0;
    const known = health();
    return {
      health: known?.lines ?? [],
      mayStart: known?.mayStart ?? false,
      // Nothing left this machine since the oldest packet was sealed.
      ...(down && oldest !== undefined ? { offlineSince: Math.min(oldest, clock.now()) } : {}),
      waiting: counts.waiting + counts.sending,
      screen: walk.screen().kind,
      rehearsal: rehearsing(),
    };
  };
