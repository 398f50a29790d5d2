/**
 * One person's session on the disk, encrypted, so that a power cut costs the attempt that ran and nothing else. Writes
 * stand in one line: a wipe comes after what was written before it.
 */
import type { Subject } from "../../api/words/subject.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { comebacks, keepSession, type Kept, type KeptSession } from "../session/keep/keeper.ts";
import { SampleBox, type Enrolled } from "../session/run/sample-box.ts";
import type { SessionState } from "../session/state.ts";
import type { Vault } from "../store/vault.ts";
import type { Check } from "../../api/words/quality.ts";

/** Who the session is of; kept under a number that no attempt has. */
const PERSON = 0;

export interface Person {
  readonly subject?: Subject;
  readonly language: string;
}

export class Safekeeping {
  readonly #vault: Vault;
  #session: KeptSession | undefined;
  #person = "";
  #line: Promise<void> = Promise.resolve();

  constructor(vault: Vault, session?: KeptSession) {
    this.#vault = vault;
    this.#session = session;
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#line.then(work);
    this.#line = done.catch(() => undefined);
    return done;
  }

  step(state: SessionState, person: Person): Promise<void> {
    if (!("data" in state)) return Promise.resolve();
    const { packetId } = state.data;
    return this.#next(async () => {
      this.#session ??= await keepSession(this.#vault, packetId);
      const now = JSON.stringify(person);
      if (now !== this.#person) await this.#session.put(PERSON, { ...person });
      this.#person = now;
      await this.#session.step(state);
    });
  }

  put(number: number, box: SampleBox): Promise<void> {
    const enrolled = box.enrolled(number);
    const slot = { checks: box.checks(number), ...(enrolled === undefined ? {} : { enrolled }) };
    return this.#next(async () => this.#session?.put(number, slot));
  }

  discard(numbers: readonly number[]): Promise<void> {
    return this.#next(async () => this.#session?.discard(numbers));
  }

  /** Nothing can be read any more when it resolves. */
  wipe(): Promise<void> {
    return this.#next(async () => {
      await this.#session?.wipe();
      this.#session = undefined;
    });
  }
}

export interface CameBack {
  readonly state: SessionState;
  readonly person: Person;
  readonly box: SampleBox;
  readonly keeping: Safekeeping;
}

const personOf = (slot: Kept | undefined): Person => (slot as Person | undefined) ?? { language: "fr" };

const boxOf = (slots: ReadonlyMap<number, Kept>): SampleBox => {
  const box = new SampleBox();
  for (const [number, slot] of slots)
    if (number !== PERSON)
      box.assessed(
        number,
        (slot["checks"] as readonly Check[] | undefined) ?? [],
        slot["enrolled"] as Enrolled | undefined,
      );
  return box;
};

/** What a power cut left, newest first. */
export const cameBack = async (
  vault: Vault,
  wipeMs: Milliseconds,
  now: Milliseconds,
  over?: (state: SessionState, box: SampleBox) => void,
): Promise<readonly CameBack[]> => {
  const found: CameBack[] = [];
  const ended = async (state: SessionState, session: KeptSession) =>
    over?.(state, boxOf(await session.slots()));
  for (const { session, state } of await comebacks(vault, wipeMs, now, ended)) {
    const slots = await session.slots();
    found.push({
      state,
      person: personOf(slots.get(PERSON)),
      box: boxOf(slots),
      keeping: new Safekeeping(vault, session),
    });
  }
  const touched = ({ state }: CameBack) => ("data" in state ? state.data.touchedAt : 0);
  return found.sort((a, b) => touched(b) - touched(a));
};
