/**
 * One person's session on the disk, encrypted, so that a power cut costs the attempt that ran and nothing else. Writes
 * stand in one line: a wipe comes after what was written before it.
 */
import { Bug } from "../../api/base/faults.ts";
import type { Subject } from "../../api/words/subject.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import { comebacks, keepSession, type Kept, type KeptSession } from "../session/keep/keeper.ts";
import { SampleBox, type Enrolled } from "../session/run/sample-box.ts";
import type { EndReason, SessionState } from "../session/state.ts";
import type { Vault } from "../store/vault.ts";
import type { Check } from "../../api/words/quality.ts";

/** Who the session is of; kept under a number that no attempt has. */
const PERSON = 0;

export interface Person {
  readonly subject?: Subject;
  readonly language: string;
}

/**
 * What a disk refuses is owed, and tried again with whatever comes next. A state is written only after the samples that
 * it stands on, and a sample is removed only after the state that no longer stands on it: whenever the power goes, what
 * comes back is whole.
 */
export class Safekeeping {
  readonly #vault: Vault;
  #session: KeptSession | undefined;
  #wiped = false;
  #line: Promise<void> = Promise.resolve();
  readonly #owedSlots = new Map<number, Kept>();
  #owedState: SessionState | undefined;
  readonly #owedRemovals = new Set<number>();
  #lastState: SessionState | undefined;
  #lastPerson = "";

  constructor(vault: Vault, session?: KeptSession) {
    this.#vault = vault;
    this.#session = session;
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#line.then(work);
    this.#line = done.catch(() => undefined);
    return done;
  }

  /** Throws OutsideFault while the disk refuses; what was not written stays owed. */
  async #settle(): Promise<void> {
    const session = this.#session;
    if (session === undefined || this.#wiped) return;
    for (const [number, slot] of this.#owedSlots) {
      await session.put(number, slot);
      this.#owedSlots.delete(number);
    }
    if (this.#owedState !== undefined) await session.step(this.#owedState);
    this.#owedState = undefined;
    await session.discard([...this.#owedRemovals]);
    this.#owedRemovals.clear();
  }

  /** Everything that is known is on the disk when it resolves. */
  settle(): Promise<void> {
    return this.#next(() => this.#settle());
  }

  step(state: SessionState, person: Person): Promise<void> {
    if (!("data" in state)) return Promise.resolve();
    const { packetId } = state.data;
    return this.#next(async () => {
      if (this.#wiped) return;
      this.#session ??= await keepSession(this.#vault, packetId);
      if (this.#session.packetId !== packetId)
        throw new Bug(`session ${packetId} would be kept as ${this.#session.packetId}`);
      const now = JSON.stringify(person);
      if (now !== this.#lastPerson) this.#owedSlots.set(PERSON, { ...person });
      this.#lastPerson = now;
      // A second that passes leaves the state as it was: nothing is written for it.
      if (state !== this.#lastState) this.#owedState = state;
      this.#lastState = state;
      await this.#settle();
    });
  }

  put(number: number, box: SampleBox): Promise<void> {
    const enrolled = box.enrolled(number);
    const slot = { checks: box.checks(number), ...(enrolled === undefined ? {} : { enrolled }) };
    return this.#next(() => {
      if (!this.#wiped) this.#owedSlots.set(number, slot);
      return this.#settle();
    });
  }

  discard(numbers: readonly number[]): Promise<void> {
    return this.#next(() => {
      for (const number of numbers) {
        this.#owedSlots.delete(number);
        this.#owedRemovals.add(number);
      }
      return this.#settle();
    });
  }

  /** Nothing can be read any more when it resolves. */
  wipe(): Promise<void> {
    return this.#next(async () => {
      this.#wiped = true;
      this.#owedSlots.clear();
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
  over?: (state: SessionState, box: SampleBox, end?: EndReason) => void,
): Promise<readonly CameBack[]> => {
  const found: CameBack[] = [];
  const ended = async (state: SessionState, session: KeptSession, end?: EndReason) =>
    over?.(state, boxOf(await session.slots()), end);
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
