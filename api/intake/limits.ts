/** How much one kiosk may ask for: a bucket of requests each, filled again as time passes. */
import type { Clock } from "../base/clock.ts";
import type { Milliseconds } from "../words/units.ts";

export interface RateLimit {
  /** Requests that may come at once. */
  readonly burst: number;
  /** Requests a minute beyond that. */
  readonly perMinute: number;
}

/** Far above what a line of any speed needs: a packet is some twenty requests. */
export const RATE: RateLimit = { burst: 3000, perMinute: 1200 };

/** Buckets kept at most; the fullest, which nobody needs, goes first. */
const MOST_PEERS = 5000;

interface Bucket {
  left: number;
  at: Milliseconds;
}

export interface Limiter {
  /** Undefined: go on. Otherwise whole seconds until the next request is heard. */
  delay(peer: string): number | undefined;
}

export const limiter = (clock: Clock, { burst, perMinute }: RateLimit = RATE): Limiter => {
  const buckets = new Map<string, Bucket>();
  return {
    delay: (peer) => {
      const now = clock.now();
      const known = buckets.get(peer);
      const gained = known === undefined ? 0 : (Math.max(0, now - known.at) * perMinute) / 60_000;
      const left = Math.min(burst, (known?.left ?? burst) + gained);
      // Re-inserted, the oldest stand first.
      buckets.delete(peer);
      if (buckets.size >= MOST_PEERS)
        for (const oldest of [...buckets.keys()].slice(0, 100)) buckets.delete(oldest);
      buckets.set(peer, { left: Math.max(0, left - 1), at: now });
      if (left >= 1) return undefined;
      return Math.max(1, Math.ceil(((1 - left) * 60) / perMinute));
    },
  };
};
