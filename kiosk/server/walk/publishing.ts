/** When a page is told: each visible change is a revision, each other screen a turn that older commands do not reach. */
import type { Clock } from "../../../api/base/clock.ts";
import type { Screen } from "../../../api/words/kiosk-screen.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Presentation } from "../presentation.ts";

export class Publishing {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #last = "";
  #turnKey = "";
  /** Grows with each visible change. */
  revision = 1;
  /** Revision at which the screen last became another one. */
  turn = 1;
  /** Somebody did something. */
  touchedAt: Milliseconds;
  /** The screen has been this one since. */
  since: Milliseconds;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.touchedAt = clock.now();
    this.since = this.touchedAt;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  touch(): void {
    this.touchedAt = this.#clock.now();
  }

  another(): void {
    this.since = this.#clock.now();
  }

  /** A clock that was set back: what began in a future that did not come begins now. */
  setBack(now: Milliseconds): void {
    this.touchedAt = Math.min(this.touchedAt, now);
    this.since = Math.min(this.since, now);
  }

  publish(screen: Screen, now: Presentation, session: string): void {
    const { live: _live, ...rest } = now;
    const key = JSON.stringify([screen, rest, session]);
    if (key === this.#last) return;
    this.#last = key;
    this.revision += 1;
    const turn = `${screen.kind}|${screen.kind === "finger" ? screen.position : ""}|${session}`;
    if (turn !== this.#turnKey) {
      // The first is the screen that pages were shown before anything was published: what they say of it counts.
      if (this.#turnKey !== "") this.turn = this.revision;
      this.#turnKey = turn;
      this.another();
      this.touch();
    }
    for (const listener of this.#listeners) listener();
  }
}
