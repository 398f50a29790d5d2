/**
 * The log of one session after the logging modules of TR-03121-3.2 v6.0 (5.11): every attempt with its reason, limits
 * and timeouts, what was shown, the devices and their settings, how it ended. No picture and no template is in it, and
 * no name: the transaction's id is the packet's.
 */
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { DeviceRecord } from "../../../api/words/enrolment.ts";
import type { Check } from "../../../api/words/quality.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import type { Target, Try } from "../acquire.ts";
import type { Policy } from "../policy.ts";
import type { Data, EndReason, Message } from "../state.ts";
import { partOf, rulesOf } from "../steps.ts";

export interface LoggedCheck {
  readonly id: string;
  readonly algorithm: string;
  /** In the unit of its limits, or why there is none. */
  readonly value: number | string;
  /** Quality component value of ISO/IEC 29794-1, 0 to 100; absent: it could not be assessed. */
  readonly score?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly passed?: boolean;
}

export interface LoggedAttempt {
  readonly number: number;
  readonly what: Target;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Driver of the device; its settings are under `devices`. */
  readonly device: string;
  /** The configured limits, whether or not they were reached. */
  readonly budgetMs?: number;
  readonly attemptsAllowed?: number;
  readonly captureMs: number;
  readonly verdict: string;
  /** A code of codes.ts; absent when accepted. */
  readonly code?: string;
  /** What to put right, in the assessor's words. */
  readonly reason?: string;
  readonly checks: readonly LoggedCheck[];
  readonly uniqueness: "not-checked" | "unique" | { readonly duplicateOf: FingerPosition };
  readonly attackDetection: "not-performed" | "no-alarm" | "alarm";
  /** More than one person was seen; absent: nobody looked. */
  readonly severalPeople?: boolean;
  /** The sample was destroyed in the session. */
  readonly discarded: boolean;
  readonly selected: boolean;
}

export interface AttemptsLog {
  readonly format: "attempts-log/1";
  readonly transaction: string;
  readonly profile: string;
  /** Of the State's catalogue; absent: this kiosk has none. */
  readonly service?: string;
  readonly station: { readonly kiosk: string; readonly mission: string; readonly software: string };
  readonly policy: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly startedAt: string;
  readonly endedAt: string;
  readonly end: EndReason | "sealing" | "awaiting-control";
  /** Whether the law allowed to take prints, apart from whether it was possible (5.11.2.1). */
  readonly fingerprintCaptureAllowed: boolean;
  readonly devices: readonly {
    readonly driver: string;
    readonly make: string;
    readonly model: string;
    readonly serial?: string;
    readonly firmware?: string;
    readonly pixelDensity?: number;
    readonly attackDetection: boolean;
    readonly calibration?: string;
    /** Held fixed since it was opened, and read back; absent: the device's own automatics. */
    readonly settings?: Readonly<Record<string, number>>;
  }[];
  readonly attempts: readonly LoggedAttempt[];
  readonly missingFingers: readonly { readonly position: FingerPosition; readonly reason: string }[];
  readonly doubts: readonly { readonly part: string; readonly doubt: string }[];
  readonly vetoes: readonly {
    readonly part: string;
    /** What was not good enough was taken all the same; or what was good enough was not. */
    readonly outcome: "accepted" | "rejected";
    readonly by: string;
    /** The second person, where the policy wanted one. */
    readonly second?: string;
    readonly at: string;
    readonly reason: string;
  }[];
  /** Verdicts that somebody said are wrong; absent: none. */
  readonly contests?: readonly {
    readonly part: string;
    readonly check: string;
    readonly statement: string;
    /** An operator's id, or "applicant". */
    readonly by: string;
    readonly at: string;
    readonly attempt?: number;
  }[];
  readonly headCovering?: string;
  /** Why there is no signature. */
  readonly cannotSign?: string;
  readonly control?: { readonly by: string; readonly at: string; readonly comparison: string };
  readonly shown: readonly Message[];
  /** The kiosk stopped under the session; absent: never. */
  readonly interruptions?: readonly { readonly code: "interrupted/power"; readonly lastKnownAt: string }[];
}

export interface LoggedDevice extends DeviceRecord {
  readonly settings?: Readonly<Record<string, number>>;
}

/** What the session machine does not know. */
export interface LogContext {
  readonly station: AttemptsLog["station"];
  readonly policy: Policy;
  readonly devices: readonly LoggedDevice[];
  readonly deviceOf: (target: Target) => string;
  readonly checksOf: (attempt: number) => readonly Check[];
  readonly severalPeople?: (attempt: number) => boolean | undefined;
  readonly discarded: ReadonlySet<number>;
  readonly shown: readonly Message[];
  readonly end: AttemptsLog["end"];
  readonly endedAt: Milliseconds;
}

const iso = (at: Milliseconds): string => new Date(at).toISOString();

/** TR-03121's names of the application profiles, table 5.7. */
const PROFILES = {
  unattended: "GID_UnsupervisedSelfServiceFingerprintAcquisitionSystem",
  attended: "GID_SupervisedFingerprintAcquisition",
} as const;

const loggedCheck = ({ id, algorithm, result, limit, passed }: Check): LoggedCheck => ({
  id,
  algorithm: `${algorithm.name} ${algorithm.version}`,
  ...(result.kind === "assessed" ? { value: result.raw, score: result.scalar } : { value: result.reason }),
  ...(limit?.atLeast === undefined ? {} : { atLeast: limit.atLeast }),
  ...(limit?.atMost === undefined ? {} : { atMost: limit.atMost }),
  ...(passed === undefined ? {} : { passed }),
});

const codeOf = ({ verdict, assessment, cutOff }: Try): { code?: string; reason?: string } => {
  switch (verdict.kind) {
    case "accepted":
      return {};
    case "retry":
      return { code: `retry/${verdict.reason}` };
    case "failed":
      return { code: `device/${verdict.code}` };
    case "cancelled":
      return { code: cutOff === true ? "interrupted/power" : "cancelled" };
    default:
      if (assessment?.attackSuspected === true) return { code: "doubt/attack-suspected" };
      if (assessment?.duplicateOf !== undefined) return { code: "doubt/same-finger-twice" };
      return { code: "rejected/quality", reason: verdict.reason };
  }
};

const selectedIn = (data: Data): ReadonlySet<number> =>
  new Set(
    [
      data.face,
      ...data.fingers.map(({ chosen }) => chosen),
      data.signature?.kind === "signed" ? data.signature.attempt : undefined,
    ].flatMap((attempt) => (attempt === undefined ? [] : [attempt.number])),
  );

const loggedAttempt = (data: Data, attempt: Try, selected: boolean, context: LogContext): LoggedAttempt => {
  const { number, target, startedAt, endedAt, verdict, assessment } = attempt;
  const { limit, captureMs } = rulesOf(context.policy, data, target);
  const several = context.severalPeople?.(number);
  const detects = target === "face" ? data.facts.faceAttackDetection : data.facts.fingerAttackDetection;
  const isFinger = partOf(target) === "fingers";
  return {
    number,
    what: target,
    startedAt: iso(startedAt),
    endedAt: iso(endedAt),
    device: context.deviceOf(target),
    ...(limit.budgetMs === undefined ? {} : { budgetMs: limit.budgetMs }),
    ...(limit.attempts === undefined ? {} : { attemptsAllowed: limit.attempts }),
    captureMs,
    verdict: verdict.kind,
    ...codeOf(attempt),
    checks: context.checksOf(number).map(loggedCheck),
    uniqueness:
      assessment === undefined || !isFinger
        ? "not-checked"
        : assessment.duplicateOf === undefined
          ? "unique"
          : { duplicateOf: assessment.duplicateOf },
    attackDetection:
      assessment?.attackSuspected === true
        ? "alarm"
        : detects && assessment !== undefined && target !== "signature"
          ? "no-alarm"
          : "not-performed",
    ...(several === undefined ? {} : { severalPeople: several }),
    discarded: context.discarded.has(number),
    selected,
  };
};

type Decided = Pick<AttemptsLog, "vetoes" | "contests" | "headCovering" | "cannotSign">;

const vetoesOf = (all: Data["overrides"], outcome: "accepted" | "rejected") =>
  all.map(({ part, by, second, at, reason }) => ({
    part,
    outcome,
    by,
    ...(second === undefined ? {} : { second }),
    at: iso(at),
    reason,
  }));

/** What people decided and declared. */
const decidedIn = (data: Data): Decided => {
  const { overrides, refusals = [], contests = [], headCovering, signature } = data;
  return {
    vetoes: [...vetoesOf(overrides, "accepted"), ...vetoesOf(refusals, "rejected")],
    ...(contests.length === 0
      ? {}
      : {
          contests: contests.map(({ at, number, ...contest }) => ({
            ...contest,
            at: iso(at),
            ...(number === undefined ? {} : { attempt: number }),
          })),
        }),
    ...(headCovering === undefined ? {} : { headCovering: headCovering.reason }),
    ...(signature?.kind === "cannot-sign" ? { cannotSign: signature.reason } : {}),
  };
};

export const attemptsLog = (data: Data, context: LogContext): AttemptsLog => {
  const { policy, station, end, endedAt, shown } = context;
  const selected = selectedIn(data);
  return {
    format: "attempts-log/1",
    transaction: data.packetId,
    profile: PROFILES[data.mode],
    ...(data.service === undefined ? {} : { service: data.service }),
    station,
    policy: { id: policy.id, version: policy.version, sha256: policy.sha256 },
    startedAt: iso(data.startedAt),
    endedAt: iso(endedAt),
    end,
    fingerprintCaptureAllowed: data.age === undefined || data.age >= policy.ages.fingers,
    devices: context.devices.map(({ identity, features, calibration, settings }) => ({
      ...identity,
      ...(features.ppi === undefined ? {} : { pixelDensity: features.ppi }),
      attackDetection: features.presentationAttackDetection,
      ...(calibration === undefined ? {} : { calibration }),
      ...(settings === undefined ? {} : { settings }),
    })),
    attempts: data.tries.map((attempt) =>
      loggedAttempt(data, attempt, selected.has(attempt.number), context),
    ),
    missingFingers: data.missing.map(({ position, reason }) => ({ position, reason })),
    doubts: data.doubts,
    ...decidedIn(data),
    ...(data.control === undefined ? {} : { control: { ...data.control, at: iso(data.control.at) } }),
    shown,
    ...(data.cutOffAfter === undefined
      ? {}
      : {
          interruptions: data.cutOffAfter.map((at) => ({
            code: "interrupted/power" as const,
            lastKnownAt: iso(at),
          })),
        }),
  };
};
