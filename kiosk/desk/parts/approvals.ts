/** The supervisor's queue: what others asked for, decided here with another person's eyes. */
import { z } from "zod";
import type { Approval, Approvals } from "../approvals.ts";
import { does, reads, type DeskPart } from "../part.ts";
import type { DeskLanguage, DeskPerson } from "../../../api/words/desk-http.ts";
import { mayDecide } from "../rights.ts";

export interface ApprovalsPartParts {
  readonly approvals: Approvals;
  readonly carryOut: (request: Approval, decider: DeskPerson, language: DeskLanguage) => Promise<unknown>;
}

const ofPart = z.object({ part: z.string().max(40) });
const sessionPart = (input: unknown): { readonly part?: string } => ofPart.safeParse(input).data ?? {};

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
