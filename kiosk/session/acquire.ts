/**
 * Acquiring one target (a finger, the face, the signature) under its limit:
 *
 *   capturing --captured--> assessing --sufficient------------------------> done (chosen: this one)
 *    ^    ^                    |  |
 *    |    +-- insufficient ----+  +-- insufficient, limit reached --------> done (chosen: the best, insufficient)
 *    |                         +----- twice the same finger, or alarm ----> stopped (the caller decides)
 *    +-- retry                 (retry, limit reached) --------------------> done (chosen: the best, or none)
 *    +-- device fault --> faulted --device-ready--> capturing
 *
 * TR-03121-3.2 v6.0: 4.9.2 (time), 4.6.2.1 (attempts). The clock runs from the first capture of the target.
 */
import type { AttemptVerdict } from "../../api/words/enrolment.ts";
import type { FingerPosition } from "../../api/words/characteristic.ts";
import type { DeviceFaultCode, RetryReason } from "../../api/words/capture.ts";
import type { Milliseconds } from "../../api/words/units.ts";
import type { Limit } from "./policy.ts";

export type Target = "face" | "signature" | FingerPosition;

/** What was found out about one captured sample; the samples themselves never enter the machine. */
export interface Assessment {
  /** Meets every limit of the policy that gates. */
  readonly sufficient: boolean;
  /**
   * For best-of, compared place by place, larger is better: face [mandatory met, optional met], finger [score]. Empty:
   * nothing of it could be enrolled (no face in the picture, an empty pad), so it is never the best.
   */
  readonly rank: readonly number[];
  /** What to put right first; empty when sufficient. */
  readonly reason: string;
  /** An already accepted finger that this print matches. */
  readonly duplicateOf?: FingerPosition;
  readonly attackSuspected?: boolean;
  /** Ids of the criteria that do not hold or could not be judged, where the sample was judged by criteria. */
  readonly failed?: readonly string[];
}

/** One attempt, numbered through the session. */
export interface Try {
  readonly number: number;
  readonly target: Target;
  readonly startedAt: Milliseconds;
  readonly endedAt: Milliseconds;
  readonly verdict: AttemptVerdict;
  readonly assessment?: Assessment;
  /** It ran when the kiosk stopped: `endedAt` is the last moment that is known of the session. */
  readonly cutOff?: true;
}

export interface Acquiring {
  readonly target: Target;
  /** When the target was first asked for; the budget counts from here. */
  readonly since: Milliseconds;
  /** Number of the attempt that runs, or ran last. */
  readonly number: number;
  readonly startedAt: Milliseconds;
  readonly phase: "capturing" | "assessing" | "faulted";
  /** The operator reads it while the phase is faulted. */
  readonly fault?: DeviceFaultCode;
  /** Of this target since its beginning or its last restart. */
  readonly tries: readonly Try[];
}

export type AcquireInput =
  | { readonly kind: "captured"; readonly number: number; readonly at: Milliseconds }
  | {
      readonly kind: "retry";
      readonly number: number;
      readonly at: Milliseconds;
      readonly reason: RetryReason;
    }
  | {
      readonly kind: "device-failed";
      readonly number: number;
      readonly at: Milliseconds;
      readonly code: DeviceFaultCode;
    }
  | { readonly kind: "device-ready"; readonly at: Milliseconds }
  | {
      readonly kind: "assessed";
      readonly number: number;
      readonly at: Milliseconds;
      readonly assessment: Assessment;
    }
  /** It was good, but the subject asks for another picture; it stays eligible should the next be no better. */
  | {
      readonly kind: "declined";
      readonly number: number;
      readonly at: Milliseconds;
      readonly assessment: Assessment;
    }
  /** It was good, and the subject likes the equally good attempt `instead` better. */
  | {
      readonly kind: "preferred";
      readonly number: number;
      readonly at: Milliseconds;
      readonly assessment: Assessment;
      readonly instead: number;
    };

export type Outcome =
  | { readonly kind: "capture"; readonly acquiring: Acquiring; readonly deadline: Milliseconds }
  | { readonly kind: "assess"; readonly acquiring: Acquiring }
  | { readonly kind: "faulted"; readonly acquiring: Acquiring; readonly attempt: Try }
  | { readonly kind: "done"; readonly tries: readonly Try[]; readonly chosen: Try | undefined }
  | { readonly kind: "same-finger-twice"; readonly tries: readonly Try[]; readonly attempt: Try }
  | { readonly kind: "attack-suspected"; readonly tries: readonly Try[]; readonly attempt: Try };

/** Above 0: a is better; below: b is; 0: equal in every respect. */
const difference = (a: Assessment | undefined, b: Assessment | undefined): number => {
  const [left, right] = [a?.rank ?? [], b?.rank ?? []];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const by = (left[at] ?? Number.NEGATIVE_INFINITY) - (right[at] ?? Number.NEGATIVE_INFINITY);
    if (by !== 0 && !Number.isNaN(by)) return by;
  }
  return 0;
};

const better = (a: Try, b: Try): Try => {
  const by = difference(a.assessment, b.assessment);
  // Equal in every respect: the newer one (TR-03121-3.2, best-of of facial images).
  return by === 0 ? (a.number > b.number ? a : b) : by > 0 ? a : b;
};

/** A good attempt that the subject has seen and that is no worse than this one: among equals the subject chooses. */
export const equalBefore = (tries: readonly Try[], found: Assessment): Try | undefined =>
  bestOf(
    tries.filter(
      ({ assessment, verdict }) =>
        assessment?.sufficient === true &&
        verdict.kind === "rejected" &&
        verdict.reason === ANOTHER &&
        difference(assessment, found) >= 0,
    ),
  );

const ANOTHER = "subject-asked-for-another";
const PREFERRED = "subject-preferred-another";

/** The best of those of which something could be enrolled; undefined: there is none. */
export const bestOf = (tries: readonly Try[]): Try | undefined =>
  tries
    .filter(({ assessment }) => assessment !== undefined && assessment.rank.length > 0)
    .reduce<Try | undefined>((best, next) => (best === undefined ? next : better(best, next)), undefined);

/** A device's fault costs the subject no attempt. */
const spent = (tries: readonly Try[], since: Milliseconds, at: Milliseconds, limit: Limit): boolean =>
  (limit.attempts !== undefined &&
    tries.filter(({ verdict }) => verdict.kind !== "failed" && verdict.kind !== "cancelled").length >=
      limit.attempts) ||
  (limit.budgetMs !== undefined && at - since >= limit.budgetMs);

export interface Rules {
  readonly limit: Limit;
  /** Of one capture. */
  readonly captureMs: Milliseconds;
  /** A warning is noted and the print taken; otherwise the acquisition stops. */
  readonly onDuplicate: "warn" | "stop";
  readonly onAttack: "warn" | "stop";
  /** Criteria that the subject contests: a picture that lacks nothing else is taken, and the desk looks at it. */
  readonly contested?: readonly string[];
}

const capture = (
  acquiring: Omit<Acquiring, "phase" | "startedAt" | "fault">,
  at: Milliseconds,
  rules: Rules,
): Outcome => {
  const left =
    rules.limit.budgetMs === undefined ? rules.captureMs : acquiring.since + rules.limit.budgetMs - at;
  const { target, since, number, tries } = acquiring;
  return {
    kind: "capture",
    acquiring: { target, since, number, tries, startedAt: at, phase: "capturing" },
    deadline: Math.max(1, Math.min(rules.captureMs, left)),
  };
};

/** Begins with attempt `number`. */
export const begin = (target: Target, number: number, at: Milliseconds, rules: Rules): Outcome =>
  capture({ target, since: at, number, tries: [] }, at, rules);

const ended = (
  acquiring: Acquiring,
  at: Milliseconds,
  verdict: AttemptVerdict,
  assessment?: Assessment,
): Try => ({
  number: acquiring.number,
  target: acquiring.target,
  startedAt: acquiring.startedAt,
  endedAt: at,
  verdict,
  ...(assessment === undefined ? {} : { assessment }),
});

const goOn = (acquiring: Acquiring, tries: readonly Try[], at: Milliseconds, rules: Rules): Outcome =>
  spent(tries, acquiring.since, at, rules.limit)
    ? { kind: "done", tries, chosen: bestOf(tries) }
    : capture({ ...acquiring, tries, number: acquiring.number + 1 }, at, rules);

const judge = (acquiring: Acquiring, at: Milliseconds, found: Assessment, rules: Rules): Outcome => {
  const close = (verdict: AttemptVerdict) => {
    const attempt = ended(acquiring, at, verdict, found);
    return { attempt, tries: [...acquiring.tries, attempt] };
  };
  if (found.attackSuspected === true && rules.onAttack === "stop")
    return { kind: "attack-suspected", ...close({ kind: "rejected", reason: "attack-suspected" }) };
  if (found.duplicateOf !== undefined && rules.onDuplicate === "stop")
    return { kind: "same-finger-twice", ...close({ kind: "rejected", reason: "same-finger-twice" }) };
  if (!found.sufficient) {
    const { tries } = close({ kind: "rejected", reason: found.reason });
    const { contested = [] } = rules;
    const onlyThat = found.failed !== undefined && found.failed.every((id) => contested.includes(id));
    return onlyThat ? { kind: "done", tries, chosen: bestOf(tries) } : goOn(acquiring, tries, at, rules);
  }
  const { tries, attempt } = close({ kind: "accepted" });
  return { kind: "done", tries, chosen: attempt };
};

/** The time that a device was away is not the subject's: the budget goes on from where it stood. */
const repaired = (acquiring: Acquiring, at: Milliseconds, rules: Rules): Outcome => {
  const failedAt = acquiring.tries.at(-1)?.endedAt ?? acquiring.startedAt;
  const since = acquiring.since + Math.max(0, at - failedAt);
  return capture({ ...acquiring, since, number: acquiring.number + 1 }, at, rules);
};

/** One input; undefined: illegal in this phase. An answer to an attempt that is over is illegal too. */
export const acquire = (acquiring: Acquiring, input: AcquireInput, rules: Rules): Outcome | undefined => {
  const { phase } = acquiring;
  if (input.kind === "device-ready")
    return phase === "faulted" ? repaired(acquiring, input.at, rules) : undefined;
  if (input.number !== acquiring.number) return undefined;
  if (phase === "assessing") {
    if (input.kind === "declined") {
      const verdict = { kind: "rejected", reason: ANOTHER } as const;
      const tries = [...acquiring.tries, ended(acquiring, input.at, verdict, input.assessment)];
      return goOn(acquiring, tries, input.at, rules);
    }
    if (input.kind === "preferred") {
      const chosen = equalBefore(acquiring.tries, input.assessment);
      if (chosen?.number !== input.instead) return undefined;
      const verdict = { kind: "rejected", reason: PREFERRED } as const;
      const tries = [...acquiring.tries, ended(acquiring, input.at, verdict, input.assessment)];
      return { kind: "done", tries, chosen };
    }
    return input.kind === "assessed" ? judge(acquiring, input.at, input.assessment, rules) : undefined;
  }
  if (phase !== "capturing") return undefined;
  switch (input.kind) {
    case "captured":
      return { kind: "assess", acquiring: { ...acquiring, phase: "assessing" } };
    case "retry": {
      const attempt = ended(acquiring, input.at, { kind: "retry", reason: input.reason });
      return goOn(acquiring, [...acquiring.tries, attempt], input.at, rules);
    }
    case "device-failed": {
      const attempt = ended(acquiring, input.at, { kind: "failed", code: input.code });
      const tries = [...acquiring.tries, attempt];
      return {
        kind: "faulted",
        attempt,
        acquiring: { ...acquiring, phase: "faulted", fault: input.code, tries },
      };
    }
    default:
      return undefined;
  }
};
