/** The desk as one object: who is signed in, the parts, what waits, what the frame shows. */
import type { Clock } from "../../api/base/clock.ts";
import type { RandomSource } from "../../api/base/random.ts";
import type { DeskState, DeskSummary } from "../../api/words/desk-http.ts";
import type { Audit } from "../audit/audit.ts";
import type { Approvals } from "./approvals.ts";
import { Doing } from "./doing.ts";
import type { Operators } from "./operators/operators.ts";
import type { DeskPart } from "./part.ts";
import type { FourEyes } from "./rights.ts";
import { Sessions } from "./sessions.ts";
import type { Speeches } from "./speech.ts";

/** What the frame shows of kiosk and line; the composition root knows it. */
export type Surroundings = Pick<
  DeskSummary,
  "health" | "mayStart" | "offlineSince" | "waiting" | "screen" | "rehearsal"
>;

export interface DeskOptions {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly audit: Audit;
  readonly operators: Operators;
  readonly approvals: Approvals;
  readonly fourEyes: ReadonlySet<FourEyes>;
  readonly parts: Readonly<Record<string, DeskPart>>;
  readonly setting: Pick<DeskState, "mission" | "kiosk" | "theme" | "virtual" | "build">;
  readonly surroundings: () => Promise<Surroundings>;
  readonly speeches: Speeches;
}

export class Desk {
  readonly options: DeskOptions;
  readonly sessions: Sessions;
  readonly doing: Doing;
  readonly #listeners = new Set<() => void>();
  #revision = 1;

  constructor(options: DeskOptions) {
    this.options = options;
    this.sessions = new Sessions(options.clock, options.random);
    const { audit, approvals, fourEyes, parts } = options;
    this.doing = new Doing({ parts, audit, approvals, fourEyes });
  }

  /** A page may have something new to read. */
  changed(): void {
    this.#revision += 1;
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async summary(locked: boolean): Promise<DeskSummary> {
    const { clock, parts, surroundings } = this.options;
    const badges: Record<string, number> = {};
    for (const [name, part] of Object.entries(parts)) {
      const number = await part.waiting?.();
      if (number !== undefined && number > 0) badges[name] = number;
    }
    return { at: clock.now(), locked, badges, ...(await surroundings()), revision: this.#revision };
  }
}
