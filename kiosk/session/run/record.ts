/** From the session's last state to the record that is sealed. */
import { Bug } from "../../../api/base/faults.ts";
import type {
  Attempt,
  DeskDecision,
  DeviceRecord,
  EnrolledFinger,
  EnrolmentRecord,
  OperatorRecord,
} from "../../../api/words/enrolment.ts";
import type { DeviceIdentity } from "../../../api/words/device.ts";
import type { Subject } from "../../../api/words/subject.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Target, Try } from "../acquire.ts";
import type { Policy } from "../policy.ts";
import type { Data } from "../state.ts";
import type { SampleBox } from "./sample-box.ts";

/** What the session machine does not know. */
export interface RecordContext {
  readonly process: EnrolmentRecord["process"];
  readonly issuingState: string;
  readonly documentCode: string;
  readonly subject: Subject;
  readonly devices: readonly DeviceRecord[];
  readonly deviceOf: (target: Target) => DeviceIdentity;
  readonly kiosk: EnrolmentRecord["kiosk"];
  readonly policy: Policy;
  readonly auditHead: string;
  readonly sealedAt: Milliseconds;
  readonly clockSource: EnrolmentRecord["clockSource"];
}

const attemptOf = (tried: Try, box: SampleBox, deviceOf: RecordContext["deviceOf"]): Attempt => ({
  number: tried.number,
  what: tried.target,
  startedAt: tried.startedAt,
  endedAt: tried.endedAt,
  device: deviceOf(tried.target),
  checks: box.checks(tried.number),
  verdict: tried.verdict,
});

const fingersOf = (data: Data, box: SampleBox): readonly EnrolledFinger[] =>
  data.fingers.flatMap(({ chosen }) => {
    const enrolled = chosen === undefined ? undefined : box.enrolled(chosen.number);
    return enrolled?.kind === "finger" ? [enrolled.finger] : [];
  });

const decisionsOf = (data: Data): readonly DeskDecision[] => [
  ...data.overrides.map(({ part, by, at, reason }) => ({ what: part, by, at, reason })),
  ...(data.control === undefined
    ? []
    : [
        {
          what: "control" as const,
          by: data.control.by,
          at: data.control.at,
          reason: data.control.comparison,
        },
      ]),
];

export const enrolmentRecord = (data: Data, box: SampleBox, context: RecordContext): EnrolmentRecord => {
  if (data.consent === undefined) throw new Bug("a session is sealed without consent");
  const { policy, deviceOf, ...given } = context;
  const face = data.face === undefined ? undefined : box.enrolled(data.face.number);
  const signature =
    data.signature?.kind === "signed" ? box.enrolled(data.signature.attempt.number) : undefined;
  const decisions = decisionsOf(data);
  const operators = [...new Set(decisions.map(({ by }) => by))].map((id): OperatorRecord => ({
    id,
    role: "operator",
  }));
  const { textVersion, language, at } = data.consent;
  return {
    ...given,
    packetId: data.packetId,
    ...(data.reference === undefined ? {} : { reference: data.reference }),
    consent: { textVersion, language, at },
    ...(face?.kind === "face" ? { face: face.face } : {}),
    fingers: fingersOf(data, box),
    missingFingers: data.missing,
    ...(signature?.kind === "signature" ? { signature: signature.signature } : {}),
    attempts: data.tries.map((tried) => attemptOf(tried, box, deviceOf)),
    operators,
    ...(decisions.length === 0 ? {} : { decisions }),
    policy: { id: policy.id, version: policy.version, sha256: policy.sha256 },
    startedAt: data.startedAt,
  };
};
