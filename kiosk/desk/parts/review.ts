/** Review and control: the sessions that wait, one of them opened, and what the desk decides on it. */
import { z } from "zod";
import type { Clock } from "../../../api/base/clock.ts";
import { FINGER_POSITIONS, type FingerPosition } from "../../../api/words/characteristic.ts";
import { CONTEST_STATEMENTS, type ContestStatement } from "../../../api/words/contest.ts";
import { pictureOf } from "../../server/station/showing.ts";
import type { Parked } from "../../server/station/parked.ts";
import { openParts } from "../../session/review.ts";
import { blockers } from "../../session/steps.ts";
import type { Policy } from "../../session/policy.ts";
import { PARTS } from "../../session/state.ts";
import type { AskedFor } from "../approvals.ts";
import type { Controlling } from "../control/controlling.ts";
import { criteriaOf } from "../control/criteria.ts";
import { keptPapers } from "../control/papers.ts";
import { attackCues } from "../control/cues.ts";
import { CONTROL_RATE, enrolledFingers } from "../control/verifying.ts";
import { does, gives, reads, type Caller, type DeskPart } from "../part.ts";
import { THRESHOLDS } from "../../../models/finger/compare/thresholds.ts";

const packet = z.uuid();
const part = z.enum(PARTS);
const reason = z.string().trim().min(5).max(200);
const position = z.enum(Object.keys(FINGER_POSITIONS) as [FingerPosition, ...FingerPosition[]]);
const statement = z.enum(Object.keys(CONTEST_STATEMENTS) as [ContestStatement, ...ContestStatement[]]);
const said = z.strictObject({ packet, faceSame: z.boolean(), note: z.string().max(200) });

export interface ReviewParts {
  readonly controlling: Controlling;
  readonly policy: Policy;
  readonly clock: Clock;
  /** What a second person was asked for about that session. */
  readonly asked: (packetId: string) => Promise<readonly AskedFor[]>;
}

const lineOf = ({ data, subject, until }: Parked) => ({
  packet: data.packetId,
  reference: data.reference,
  name: subject === undefined ? undefined : `${subject.givenNames} ${subject.surname}`.trim(),
  age: data.age,
  startedAt: data.startedAt,
  until,
  doubts: data.doubts,
  open: openParts(data),
  /** Why it could not be sealed, where that is all that is missing. */
  held: data.held?.sentence,
  /** Name and birth are the applicant's own word: compare them with a document. */
  declared: data.declared === true,
});

const openedOf = async (parked: Parked, { controlling, policy, asked }: ReviewParts) => {
  const { data, box, subject } = parked;
  const live = controlling.live(data.packetId);
  return {
    ...lineOf(parked),
    birth: subject?.birth,
    consent: data.consent,
    headCovering: data.headCovering,
    missing: data.missing,
    cannotSign: data.signature?.kind === "cannot-sign" ? data.signature.reason : undefined,
    blockers: blockers(policy, data),
    overrides: data.overrides,
    refusals: data.refusals ?? [],
    contests: data.contests ?? [],
    attempts: data.tries.map(({ number, target, startedAt, endedAt, verdict }) => ({
      number,
      target,
      tookMs: endedAt - startedAt,
      verdict,
    })),
    papers: keptPapers(data),
    judged: criteriaOf(data, (number) => box.checks(number)),
    fingers: enrolledFingers(data, box).map((finger) => finger.position),
    rate: CONTROL_RATE,
    threshold: THRESHOLDS[CONTROL_RATE],
    live: { fingers: live.fingers, faceAt: live.face?.at },
    asked: await asked(data.packetId),
    cues: await attackCues(data, box),
  };
};

const byOf = ({ person, approvedBy }: Caller) => ({
  by: person.id,
  ...(approvedBy === undefined ? {} : { second: approvedBy.id }),
});

const about = (input: { readonly packet: string }) => input.packet;
const typed = (input: { readonly reason: string }) => input.reason;
export const reviewPart = (given: ReviewParts): DeskPart => {
  const { controlling, clock } = given;
  const veto = z.strictObject({ packet, part, reason });
  return {
    waiting: async () => (await controlling.waiting()).length,
    reads: {
      list: reads("control", z.strictObject({}), async () => (await controlling.waiting()).map(lineOf)),
      open: reads(
        "control",
        z.strictObject({ packet }),
        async (input) => openedOf(await controlling.find(input.packet), given),
        about,
      ),
    },
    files: {
      sample: gives(
        "control",
        z.strictObject({ packet, number: z.coerce.number().int().min(1).max(1000) }),
        async (input) => pictureOf((await controlling.find(input.packet)).box.enrolled(input.number)),
      ),
      live: gives("control", z.strictObject({ packet, at: z.string().max(20) }), (input) => {
        const { face } = controlling.live(input.packet);
        return Promise.resolve(
          face === undefined ? undefined : { mediaType: "image/jpeg", bytes: face.jpeg },
        );
      }),
    },
    acts: {
      face: does("control", z.strictObject({ packet }), (input) => controlling.takeFace(input.packet)),
      finger: does("control", z.strictObject({ packet, position }), (input) =>
        controlling.takeFinger(input.packet, input.position),
      ),
      accept: does(
        "override",
        veto,
        (input, caller) =>
          controlling.say(input.packet, {
            kind: "veto-accept",
            at: clock.now(),
            part: input.part,
            reason: input.reason,
            ...byOf(caller),
          }),
        { fourEyes: "override", about, reason: typed },
      ),
      reject: does("override", veto, (input, caller) =>
        controlling.say(input.packet, {
          kind: "veto-reject",
          at: clock.now(),
          part: input.part,
          reason: input.reason,
          ...byOf(caller),
        }),
      ),
      contest: does(
        "control",
        z.strictObject({ packet, part, check: z.string().min(1).max(120), statement }),
        (input, caller) =>
          controlling.say(input.packet, {
            kind: "contest",
            at: clock.now(),
            part: input.part,
            check: input.check,
            statement: input.statement,
            ...byOf(caller),
          }),
      ),
      pass: does("control", said, ({ packet: id, faceSame, note }, { person }) =>
        controlling.pass(id, person.id, { faceSame, note }),
      ),
      "seal-again": does("control", z.strictObject({ packet }), (input) =>
        controlling.sealAgain(input.packet),
      ),
      refuse: does(
        "control",
        z.strictObject({ packet, reason }),
        (input, { person }) => controlling.refuse(input.packet, person.id, input.reason),
        { fourEyes: "refuse", about, reason: typed },
      ),
      "take-over": does("attend", said, ({ packet: id, faceSame, note }, { person }) =>
        controlling.takeOver(id, person.id, { faceSame, note }),
      ),
    },
  };
};
