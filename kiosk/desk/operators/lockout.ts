/**
 * What wrong passphrases cost, as a pure function: three are free, then each doubles the wait up to an hour, and the
 * tenth locks the name until a supervisor unlocks it.
 */
import type { Milliseconds } from "../../../api/words/units.ts";

export const LOCKOUT = { free: 3, first: 30_000, most: 3_600_000, locks: 10 } as const;

export interface Failures {
  /** In a row, since the last success. */
  readonly count: number;
  readonly lastAt?: Milliseconds;
}

export type Admission =
  | { readonly kind: "try" }
  | { readonly kind: "wait"; readonly for: Milliseconds }
  | { readonly kind: "locked" };

/** How long after its last failure a name with so many failures rests. */
export const restAfter = (count: number): Milliseconds =>
  count < LOCKOUT.free ? 0 : Math.min(LOCKOUT.most, LOCKOUT.first * 2 ** (count - LOCKOUT.free));

export const admission = ({ count, lastAt }: Failures, now: Milliseconds): Admission => {
  if (count >= LOCKOUT.locks) return { kind: "locked" };
  // A clock that was set back does not shorten the wait, and does not make it endless.
  const passed = lastAt === undefined ? Number.POSITIVE_INFINITY : Math.max(0, now - lastAt);
  const left = restAfter(count) - passed;
  return left > 0 ? { kind: "wait", for: left } : { kind: "try" };
};
