/** Times of the screen, in one table. They pace what is shown; limits of capture are the policy's. */
import type { Comfort } from "../../api/words/kiosk-comfort.ts";
import type { Milliseconds } from "../../api/words/units.ts";

export interface Pace {
  /** Nobody touches anything: "are you still there?" */
  readonly quiet: Milliseconds;
  /** Then everything is wiped after this. */
  readonly answer: Milliseconds;
  /** A good face is held this long before the countdown, and for each of its three lights. */
  readonly steady: Milliseconds;
  readonly count: Milliseconds;
  /** A paper that cannot be read is taken as it is after this: a person decides on it later. */
  readonly paper: Milliseconds;
  /** An instruction stands at least this long. */
  readonly instruction: Milliseconds;
  /** One that has stood this long may be contested, and for as long again after it went. */
  readonly contest: Milliseconds;
  readonly done: Milliseconds;
  /** "It works again" is seen this long. */
  readonly again: Milliseconds;
  readonly thanks: Milliseconds;
  readonly wiped: Milliseconds;
  /** A slip left lying on the screen. */
  readonly slip: Milliseconds;
  /** A seal that failed, for want of room on the disk, is tried again. */
  readonly sealAgain: Milliseconds;
}

export const PACE: Pace = {
  quiet: 60_000,
  answer: 25_000,
  steady: 500,
  count: 650,
  paper: 45_000,
  instruction: 900,
  contest: 6000,
  done: 1100,
  again: 4000,
  thanks: 6000,
  wiped: 4000,
  slip: 60_000,
  sealAgain: 10_000,
};

/** To read what was wrong and to look up again takes as long as so many instructions. */
const READING = 3;

/** Who asked for more time gets four times as much (EN 301 549, 9.2.2.1: adjustable timing). */
export const MORE_TIME = 4;
export const stretched = (time: Milliseconds, comfort: Comfort): Milliseconds =>
  comfort.unhurried ? time * MORE_TIME : time;

/** How long what was wrong with a picture stands before the next is looked at. */
export const readingOf = ({ instruction }: Pace, comfort: Comfort): Milliseconds =>
  stretched(READING * instruction, comfort);
