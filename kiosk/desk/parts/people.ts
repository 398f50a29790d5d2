/** Operators and supervisors: seen by all supervisors, added, closed and given passphrases by them. */
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";
import { ROLES } from "../../../api/words/desk-http.ts";
import { admission } from "../operators/lockout.ts";
import type { Operators } from "../operators/operators.ts";
import { does, reads, type DeskPart } from "../part.ts";
import type { Clock } from "../../../api/base/clock.ts";

const signInName = z.string().max(32);
const passphrase = z.string().max(400);

export interface PeopleParts {
  readonly operators: Operators;
  readonly clock: Clock;
  /** Signed out everywhere. */
  readonly signOut: (id: string) => void;
}

/** A new account, and whoever holds another's passphrase, can do all that the role may. */
const second = {
  fourEyes: "operators",
  about: ({ id }: { readonly id: string }) => id,
  reason: () => "",
} as const;

const NOT_PROVED = {
  refused: "The present passphrase is not right; type it again.",
  wait: "Too many wrong passphrases; wait a little, then type it again.",
  locked: "This access is locked; ask a supervisor.",
} as const;

export const peoplePart = ({ operators, clock, signOut }: PeopleParts): DeskPart => ({
  reads: {
    list: reads("operators", z.strictObject({}), async () =>
      (await operators.list()).map(({ id, name, role, closed, failures, since }) => ({
        id,
        name,
        role,
        closed,
        since,
        failures: failures.count,
        admission: admission(failures, clock.now()).kind,
      })),
    ),
  },
  acts: {
    add: does(
      "operators",
      z.strictObject({ id: signInName, name: z.string().max(80), role: z.enum(ROLES), passphrase }),
      async ({ id, name, role, passphrase: text }, { person }) =>
        operators.add({ id: id.trim().toLowerCase(), name, role }, text, person.id),
      second,
    ),
    // Whoever is suspected is out at once; only coming back needs two.
    close: does("operators", z.strictObject({ id: signInName }), async ({ id }, { person }) => {
      await operators.setClosed(id, true, person.id);
      signOut(id);
    }),
    open: does(
      "operators",
      z.strictObject({ id: signInName }),
      ({ id }, { person }) => operators.setClosed(id, false, person.id),
      second,
    ),
    passphrase: does(
      "operators",
      z.strictObject({ id: signInName, passphrase }),
      async ({ id, passphrase: text }, { person }) => {
        await operators.setPassphrase(id, text, person.id);
        if (id !== person.id) signOut(id);
      },
      { ...second, alone: ({ id }, { person }) => id === person.id },
    ),
    // What a supervisor chose is known to two; whoever signs with it makes it their own.
    own: does(
      "look",
      z.strictObject({ now: passphrase, next: passphrase }),
      async ({ now, next }, { person }) => {
        const proof = await operators.prove(person.id, now);
        if (proof.kind !== "proved") throw new OutsideFault("policy-refused", NOT_PROVED[proof.kind]);
        await operators.setPassphrase(person.id, next, person.id);
      },
    ),
  },
});
