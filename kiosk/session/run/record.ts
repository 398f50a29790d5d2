/** From the session's last state to the record that is sealed. */
import { Bug } from "../../../api/base/faults.ts";
import type {
  Attempt,
  DeskDecision,
  DeviceRecord,
  EnrolledFinger,
  EnrolmentRecord,
  OperatorRecord,
  Override,
  SupportingDocument,
} from "../../../api/words/enrolment.ts";
import type { DeviceIdentity } from "../../../api/words/device.ts";
import type { PartialDate, Subject } from "../../../api/words/subject.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Target, Try } from "../acquire.ts";
import { pagesOf } from "../papers.ts";
import type { Policy } from "../policy.ts";
import { APPLICANT, type Data } from "../state.ts";
import type { SampleBox } from "./sample-box.ts";
import { characteristicOf } from "./station.ts";

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
  /** Who was at the desk, as the desk knows them; who only decided something is an operator. */
  readonly people?: readonly OperatorRecord[];
  readonly service?: string;
  readonly paymentReference?: string;
  readonly previousPacketId?: string;
  /** Only where pre-registration or backend allotted one. */
  readonly documentNumber?: string;
  readonly expiry?: PartialDate;
  /** Besides those that the session itself took. */
  readonly documents?: readonly SupportingDocument[];
  /** Role and proof of a person at the desk; without it, an operator of whom no more is known. */
  readonly operatorOf?: (id: string) => OperatorRecord | undefined;
}

type Overrides = Data["overrides"];

/** What was overridden for the attempt that was enrolled all the same: the decision on its part. */
const overrideOf = (
  tried: Try,
  enrolled: ReadonlySet<number>,
  overrides: Overrides,
): Override | undefined => {
  const part = characteristicOf(tried.target) === "finger" ? "fingers" : tried.target;
  const found = enrolled.has(tried.number) ? overrides.findLast((entry) => entry.part === part) : undefined;
  return found === undefined ? undefined : { by: found.by, reason: found.reason, at: found.at };
};

const enrolledNumbers = ({ face, fingers, signature }: Data): ReadonlySet<number> =>
  new Set([
    ...(face === undefined ? [] : [face.number]),
    ...fingers.flatMap(({ chosen }) => (chosen === undefined ? [] : [chosen.number])),
    ...(signature?.kind === "signed" ? [signature.attempt.number] : []),
  ]);

const attemptOf = (
  tried: Try,
  box: SampleBox,
  deviceOf: RecordContext["deviceOf"],
  override: Override | undefined,
): Attempt => ({
  number: tried.number,
  what: tried.target,
  startedAt: tried.startedAt,
  endedAt: tried.endedAt,
  device: deviceOf(tried.target),
  checks: box.checks(tried.number),
  verdict: tried.verdict,
  ...(override === undefined ? {} : { override }),
});

const fingersOf = (data: Data, box: SampleBox): readonly EnrolledFinger[] =>
  data.fingers.flatMap(({ chosen }) => {
    const enrolled = chosen === undefined ? undefined : box.enrolled(chosen.number);
    return enrolled?.kind === "finger" ? [enrolled.finger] : [];
  });

const documentsOf = (data: Data, box: SampleBox): readonly SupportingDocument[] =>
  pagesOf(data).flatMap(({ number }) => {
    const enrolled = box.enrolled(number);
    return enrolled?.kind === "document" ? [enrolled.document] : [];
  });

type Overruled = Data["overrides"][number];

/** The second person's agreement is a decision of that person. */
const overruled = ({ part, by, at, reason, second }: Overruled): readonly DeskDecision[] => [
  { what: part, by, at, reason },
  ...(second === undefined ? [] : [{ what: part, by: second, at, reason: `agreed with ${by}` }]),
];

const decisionsOf = (data: Data): readonly DeskDecision[] => [
  ...[...data.overrides, ...(data.refusals ?? [])].flatMap(overruled),
  ...(data.contests ?? []).map(({ part, check, statement, by, at, number }) => ({
    what: part,
    by,
    at,
    reason: `contested ${check}: ${statement}${number === undefined ? "" : ` (attempt ${number})`}`,
  })),
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
  const { policy, deviceOf, operatorOf, people = [], ...given } = context;
  const face = data.face === undefined ? undefined : box.enrolled(data.face.number);
  const signature =
    data.signature?.kind === "signed" ? box.enrolled(data.signature.attempt.number) : undefined;
  const decisions = decisionsOf(data);
  const known = new Set(people.map(({ id }) => id));
  const others = new Set(decisions.map(({ by }) => by).filter((id) => id !== APPLICANT && !known.has(id)));
  const operators = [
    ...people,
    ...[...others].map((id): OperatorRecord => operatorOf?.(id) ?? { id, role: "operator" }),
  ];
  const enrolled = enrolledNumbers(data);
  const documents = [...(given.documents ?? []), ...documentsOf(data, box)];
  const { textVersion, language, at } = data.consent;
  return {
    ...given,
    ...(documents.length === 0 ? {} : { documents }),
    packetId: data.packetId,
    ...(data.reference === undefined ? {} : { reference: data.reference }),
    consent: { textVersion, language, at },
    ...(face?.kind === "face" ? { face: face.face } : {}),
    fingers: fingersOf(data, box),
    missingFingers: data.missing,
    ...(signature?.kind === "signature" ? { signature: signature.signature } : {}),
    attempts: data.tries.map((tried) =>
      attemptOf(tried, box, deviceOf, overrideOf(tried, enrolled, data.overrides)),
    ),
    operators,
    ...(decisions.length === 0 ? {} : { decisions }),
    policy: { id: policy.id, version: policy.version, sha256: policy.sha256 },
    startedAt: data.startedAt,
  };
};
