/**
 * Enrolment with an operator: the applicant sees and does what the kiosk's screen says, the desk sees values and says
 * what only a person can: reasons for missing fingers, head coverings, vetoes, the end.
 */
import { z } from "zod";
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import {
  FINGER_POSITIONS,
  MISSING_FINGER_REASONS,
  type FingerPosition,
} from "../../../api/words/characteristic.ts";
import { FREE_SCREENS } from "../../../api/words/desk-http.ts";
import { CONTEST_STATEMENTS, type ContestStatement } from "../../../api/words/contest.ts";
import { pictureOf } from "../../server/station/showing.ts";
import type { Walk } from "../../server/walk.ts";
import type { Policy } from "../../session/policy.ts";
import { PARTS, type Data, type SessionInput } from "../../session/state.ts";
import { blockers, shortfalls } from "../../session/steps.ts";
import type { AskedFor } from "../approvals.ts";
import { criteriaOf } from "../control/criteria.ts";
import { keptPapers } from "../control/papers.ts";
import { does, gives, reads, type Caller, type DeskPart } from "../part.ts";
import type { DeskStation } from "../station.ts";

const part = z.enum(PARTS);
const vetoed = z.enum([...PARTS, "device-limits"]);
const position = z.enum(Object.keys(FINGER_POSITIONS) as [FingerPosition, ...FingerPosition[]]);
const reason = z.string().trim().min(5).max(200);
const statement = z.enum(Object.keys(CONTEST_STATEMENTS) as [ContestStatement, ...ContestStatement[]]);
const nothing = z.strictObject({});

export interface AttendedParts {
  readonly walk: Walk;
  readonly station: DeskStation;
  readonly policy: Policy;
  readonly clock: Clock;
  /** What a second person was asked for about that session. */
  readonly asked: (packetId: string) => Promise<readonly AskedFor[]>;
}

const dataOf = (walk: Walk): Data | undefined => ("data" in walk.state ? walk.state.data : undefined);

/** Gives the session an input it takes. Throws OutsideFault policy-refused otherwise; nothing has happened then. */
const give = (walk: Walk, input: SessionInput): void => {
  const data = dataOf(walk);
  if (data?.mode !== "attended")
    throw new OutsideFault(
      "policy-refused",
      "No attended enrolment runs; begin one, or take a session over.",
    );
  if (!walk.accepts(input))
    throw new OutsideFault(
      "policy-refused",
      "The session does not take this at the step where it is; see what is open.",
    );
  walk.touch();
  walk.input(input);
};

const nowOf = async ({ walk, station, policy, asked }: AttendedParts) => {
  const data = dataOf(walk);
  const { state, subject } = walk;
  if (data === undefined) return { kind: state.kind, screen: walk.screen().kind };
  return {
    kind: state.kind,
    screen: walk.screen().kind,
    mode: data.mode,
    packet: data.packetId,
    reference: data.reference,
    name: subject === undefined ? undefined : `${subject.givenNames} ${subject.surname}`.trim(),
    age: data.age,
    startedAt: data.startedAt,
    acquiring:
      "acquiring" in state
        ? {
            target: state.acquiring.target,
            phase: state.acquiring.phase,
            fault: state.acquiring.fault,
            tries: state.acquiring.tries.length + 1,
            allowed: policy[data.mode][state.kind].limit.attempts,
            budgetMs: policy[data.mode][state.kind].limit.budgetMs,
          }
        : undefined,
    attempts: data.tries.map(({ number, target, startedAt, endedAt, verdict, assessment }) => ({
      number,
      target,
      tookMs: endedAt - startedAt,
      verdict,
      reason: assessment?.reason,
    })),
    headCovering: data.headCovering?.reason,
    missing: data.missing,
    settled: data.settled,
    doubts: data.doubts,
    warnings: data.warnings,
    blockers: blockers(policy, data),
    shortfalls: shortfalls(policy, data),
    overrides: data.overrides,
    judged: criteriaOf(data, (number) => station.box.checks(number)),
    order: policy.attended.fingers.order,
    papers: keptPapers(data),
    asked: await asked(data.packetId),
  };
};

const begin = async ({ walk }: AttendedParts, reference: string): Promise<void> => {
  if (!FREE_SCREENS.has(walk.screen().kind))
    throw new OutsideFault(
      "policy-refused",
      "An applicant is using the kiosk; wait until that session has ended.",
    );
  walk.reset();
  walk.start("attended");
  if (reference.trim() === "") return;
  await walk.refer(reference.trim(), "typed");
  const { problem } = walk.presentation;
  if (problem !== undefined)
    throw new OutsideFault(
      "input-missing",
      "The reference is not known here; the applicant can show a code or a document at the kiosk.",
    );
};

const byOf = ({ person, approvedBy }: Caller) => ({
  by: person.id,
  ...(approvedBy === undefined ? {} : { second: approvedBy.id }),
});

export const attendedPart = (given: AttendedParts): DeskPart => {
  const { walk, station, clock } = given;
  const at = () => clock.now();
  return {
    about: () => dataOf(walk)?.packetId,
    reads: { now: reads("attend", nothing, () => nowOf(given)) },
    files: {
      sample: gives(
        "attend",
        z.strictObject({ number: z.coerce.number().int().min(1).max(1000), packet: z.string().max(40) }),
        (input) =>
          Promise.resolve(
            dataOf(walk)?.packetId === input.packet
              ? pictureOf(station.box.enrolled(input.number))
              : undefined,
          ),
      ),
    },
    acts: {
      begin: does("attend", z.strictObject({ reference: z.string().max(60) }), ({ reference }) =>
        begin(given, reference),
      ),
      missing: does(
        "attend",
        z.strictObject({ position, reason: z.enum(MISSING_FINGER_REASONS), note: z.string().max(200) }),
        async ({ position: finger, reason: why, note }, { person }) =>
          give(walk, {
            kind: "finger-missing",
            at: at(),
            finger: { position: finger, reason: why, note: `${note.trim()} (${person.id})`.trim() },
          }),
      ),
      "cannot-sign": does(
        "attend",
        z.strictObject({ reason: z.enum(["physically-unable", "cannot-write"]) }),
        async (input) => give(walk, { kind: "cannot-sign", at: at(), reason: input.reason }),
      ),
      "head-covering": does(
        "attend",
        z.strictObject({ reason: z.enum(["religious", "medical"]) }),
        async (input) => give(walk, { kind: "head-covering", at: at(), reason: input.reason }),
      ),
      redo: does("attend", z.strictObject({ part }), async (input) =>
        give(walk, { kind: "redo", at: at(), part: input.part }),
      ),
      accept: does(
        "override",
        z.strictObject({ packet: z.uuid(), part: vetoed, reason }),
        async (input, caller) => {
          if (dataOf(walk)?.packetId !== input.packet)
            throw new OutsideFault("policy-refused", "Another session runs now; what was asked for is over.");
          give(walk, {
            kind: "veto-accept",
            at: at(),
            part: input.part,
            reason: input.reason,
            ...byOf(caller),
          });
        },
        { fourEyes: "override", about: (input) => input.packet, reason: (input) => input.reason },
      ),
      reject: does("override", z.strictObject({ part, reason }), async (input, caller) =>
        give(walk, {
          kind: "veto-reject",
          at: at(),
          part: input.part,
          reason: input.reason,
          ...byOf(caller),
        }),
      ),
      contest: does(
        "attend",
        z.strictObject({ part, check: z.string().min(1).max(120), statement }),
        async (input, caller) =>
          give(walk, {
            kind: "contest",
            at: at(),
            part: input.part,
            check: input.check,
            statement: input.statement,
            ...byOf(caller),
          }),
      ),
      confirm: does("attend", nothing, async () => give(walk, { kind: "confirm", at: at() })),
      end: does("attend", nothing, async () => give(walk, { kind: "abandon", at: at() })),
      resume: does("attend", nothing, async (_input, { person }) => {
        const input = { kind: "resume", at: at(), by: { kind: "operator", id: person.id } } as const;
        if (!walk.accepts(input))
          throw new OutsideFault("policy-refused", "No session is paused; there is nothing to resume.");
        walk.input(input);
      }),
    },
  };
};
