/** The supervisor's queue: what others asked for, decided here with another person's eyes. */
import { z } from "zod";
import { sessionPart, type Approval, type Approvals } from "../approvals.ts";
import { does, reads, type DeskPart } from "../part.ts";
import { ROLES, type DeskLanguage, type DeskPerson } from "../../../api/words/desk-http.ts";
import { mayDecide } from "../rights.ts";

export interface ApprovalsPartParts {
  readonly approvals: Approvals;
  readonly carryOut: (request: Approval, decider: DeskPerson, language: DeskLanguage) => Promise<unknown>;
}

const ofPerson = z.object({ name: z.string(), role: z.enum(ROLES) });
/** Whom one would let in, and as what; absent where an account there is is opened or given another passphrase. */
const personIn = (input: unknown) => ofPerson.safeParse(input).data;

export const approvalsPart = ({ approvals, carryOut }: ApprovalsPartParts): DeskPart => ({
  waiting: async () => (await approvals.list()).length,
  reads: {
    list: reads("look", z.strictObject({}), async (_input, { person }) =>
      (await approvals.list()).map(({ id, what, about, part, name, input, reason, by, at }) => ({
        id,
        what,
        about,
        // Where it was asked for, and of which part of the session.
        where: part,
        ...sessionPart(input),
        ...(part === "people" ? { person: personIn(input) } : {}),
        name,
        reason,
        by,
        at,
        verdict: mayDecide(by.id, person),
      })),
    ),
  },
  acts: {
    approve: does(
      "approve",
      z.strictObject({ id: z.string().max(64) }),
      async ({ id }, { person, language }) =>
        carryOut(await approvals.decide(id, person, true), person, language),
    ),
    reject: does("approve", z.strictObject({ id: z.string().max(64) }), async ({ id }, { person }) => {
      await approvals.decide(id, person, false);
    }),
  },
});
