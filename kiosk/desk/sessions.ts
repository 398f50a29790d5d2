/** Who is signed in at the desk: by a token in a cookie, locked after silence, over after a working day. In memory only. */
import { createHash } from "node:crypto";
import type { Clock } from "../../api/base/clock.ts";
import type { RandomSource } from "../../api/base/random.ts";
import type { DeskPerson } from "../../api/words/desk-http.ts";
import type { Milliseconds } from "../../api/words/units.ts";

/** Silence after which the passphrase is asked for again, and the longest a sign-in lasts. */
export const SIGNED_IN = { idle: 5 * 60_000, whole: 12 * 3_600_000 } as const;

export interface SignedIn {
  readonly person: DeskPerson;
  /** When the passphrase was given last. */
  readonly provedAt: Milliseconds;
  readonly since: Milliseconds;
  readonly touchedAt: Milliseconds;
  readonly locked: boolean;
  /** What was looked at since. */
  readonly looked?: ReadonlySet<string>;
}

/** What a sign-in is at that moment; undefined: over. A clock that was set back locks: nobody knows how long it was silent. */
export const standing = (signedIn: SignedIn, now: Milliseconds): SignedIn | undefined => {
  if (Math.abs(now - signedIn.since) >= SIGNED_IN.whole) return undefined;
  const silence = now - signedIn.touchedAt;
  const locked = signedIn.locked || silence < 0 || silence >= SIGNED_IN.idle;
  return locked === signedIn.locked ? signedIn : { ...signedIn, locked };
};

/** Memory holds no token that a look at it would give away. */
const keyOf = (token: string): string => createHash("sha256").update(token).digest("hex");

export class Sessions {
  readonly #clock: Clock;
  readonly #random: RandomSource;
  readonly #all = new Map<string, SignedIn>();

  constructor(clock: Clock, random: RandomSource) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A fresh token for whoever proved it; the person's other sign-ins end. */
  begin(person: DeskPerson): string {
    this.endOf(person.id);
    const token = Buffer.from(this.#random("desk token", 32)).toString("base64url");
    const now = this.#clock.now();
    this.#all.set(keyOf(token), { person, provedAt: now, since: now, touchedAt: now, locked: false });
    return token;
  }

  of(token: string): SignedIn | undefined {
    const kept = this.#all.get(keyOf(token));
    if (kept === undefined) return undefined;
    const now = standing(kept, this.#clock.now());
    if (now === undefined) this.#all.delete(keyOf(token));
    else this.#all.set(keyOf(token), now);
    return now;
  }

  /** Somebody is there. */
  touch(token: string): void {
    this.#change(token, (one) => (one.locked ? one : { ...one, touchedAt: this.#clock.now() }));
  }

  /** Whether this sign-in had not looked at it before. */
  firstLook(token: string, what: string): boolean {
    const before = this.of(token);
    if (before === undefined || before.looked?.has(what) === true) return false;
    this.#change(token, (one) => ({ ...one, looked: new Set([...(one.looked ?? []), what]) }));
    return true;
  }

  lock(token: string): void {
    this.#change(token, (one) => ({ ...one, locked: true }));
  }

  unlock(token: string): void {
    const now = this.#clock.now();
    this.#change(token, (one) => ({ ...one, locked: false, touchedAt: now, provedAt: now }));
  }

  end(token: string): void {
    this.#all.delete(keyOf(token));
  }

  /** Locked or given another passphrase: signed out everywhere. */
  endOf(id: string): void {
    for (const [key, { person }] of this.#all) if (person.id === id) this.#all.delete(key);
  }

  #change(token: string, change: (one: SignedIn) => SignedIn): void {
    const now = this.of(token);
    if (now !== undefined) this.#all.set(keyOf(token), change(now));
  }
}
