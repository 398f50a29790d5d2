/** What a session knows, may be told, and asks for. No sample is in here: samples are known by attempt number. */
import type { DeviceFaultCode } from "../../api/words/capture.ts";
import type { FingerPosition } from "../../api/words/characteristic.ts";
import type { ContestStatement } from "../../api/words/contest.ts";
import type { MissingFinger, Override } from "../../api/words/enrolment.ts";
import type { Subject } from "../../api/words/subject.ts";
import type { Milliseconds, Millimetres, PixelsPerInch } from "../../api/words/units.ts";
import type { Acquiring, AcquireInput, Target, Try } from "./acquire.ts";
import type { FingerResult } from "./fingers.ts";
import type { Paper, PaperPage, WantedPaper } from "./paper.ts";

/** Of these a device takes samples, attempt by attempt. */
export const ACQUIRED_PARTS = ["face", "fingers", "signature"] as const;
export type AcquiredPart = (typeof ACQUIRED_PARTS)[number];
/** In the order of a session; papers come last, when both hands are free. */
export const PARTS = [...ACQUIRED_PARTS, "documents"] as const;
export type Part = (typeof PARTS)[number];

/** What the devices in use can do; an absent value is unknown and counts as below the limit. */
export interface DeviceFacts {
  readonly faceAttackDetection: boolean;
  readonly fingerAttackDetection: boolean;
  readonly fingerPpi?: PixelsPerInch;
  readonly fingerAreaMm?: { readonly width: Millimetres; readonly height: Millimetres };
}

/** Why a part needs an operator. */
export type Doubt =
  | "not-captured"
  | "insufficient"
  | "finger-missing"
  | "same-finger-twice"
  | "attack-suspected"
  | "device-limits"
  | "refused-at-desk";

/** For the operator alone; the applicant is never shown these. */
export interface Warning {
  readonly what: Target;
  readonly doubt: Doubt;
  readonly number?: number;
}

export interface Consent {
  readonly textVersion: string;
  readonly language: string;
  readonly at: Milliseconds;
  readonly by: "applicant" | "guardian";
}

export type Signature =
  | { readonly kind: "signed"; readonly attempt: Try }
  | { readonly kind: "cannot-sign"; readonly reason: CannotSign };
export type CannotSign = "below-age" | "physically-unable" | "cannot-write";

export interface Data {
  /** Chosen at the start: sealing twice seals the same packet. */
  readonly packetId: string;
  readonly startedAt: Milliseconds;
  /** Last time that a person did something. */
  readonly touchedAt: Milliseconds;
  /** Who acquires: the applicant alone, or an operator. */
  readonly mode: "unattended" | "attended";
  readonly facts: DeviceFacts;
  /** Parts that the service does not ask for; absent: none. */
  readonly without?: readonly AcquiredPart[];
  /** Papers that the service asks for; absent: none. */
  readonly wanted?: readonly WantedPaper[];
  /** What became of them, in the order in which they were asked for. */
  readonly papers?: readonly Paper[];
  /** Parts that the service does without where they are not good, or not wished; absent: none. */
  readonly optional?: readonly AcquiredPart[];
  /** Of the State's catalogue; absent: this kiosk has none. */
  readonly service?: string;
  /** The service wants the number of the receipt. */
  readonly asksPayment?: true;
  readonly paymentReference?: string;
  /** The service asks for the national number, or why there is none. */
  readonly asksNationalNumber?: true;
  /** Either is known. */
  readonly identified?: true;
  /** Nobody vouches for the particulars but the applicant: the desk compares them with a document. */
  readonly declared?: true;
  readonly reference?: string;
  /** Whole years, the youngest that a partly known birth date allows. */
  readonly age?: number;
  /** As declared; for the anonymous counts of fairness alone. */
  readonly sex?: Subject["sex"];
  readonly consent?: Consent;
  readonly headCovering?: { readonly reason: "religious" | "medical" };
  /** Every attempt that ended, discarded ones too. */
  readonly tries: readonly Try[];
  /** Whose samples were destroyed in the session; absent: none. */
  readonly discarded?: readonly number[];
  /** What the person was told, in its order; absent: nothing yet. */
  readonly shown?: readonly Message[];
  /** The kiosk stopped under the session after each of these, the last moments known before. */
  readonly cutOffAfter?: readonly Milliseconds[];
  readonly face?: Try;
  /** Of the pass that runs. */
  readonly fingerResults: readonly FingerResult[];
  readonly fingers: readonly FingerResult[];
  readonly missing: readonly MissingFinger[];
  /** Fingers at which the same finger was presented twice once already. */
  readonly sequenceErrors: readonly FingerPosition[];
  readonly signature?: Signature;
  /** Parts that are through, whatever came of them. */
  readonly settled: readonly Part[];
  readonly doubts: readonly { readonly part: Part; readonly doubt: Doubt }[];
  readonly warnings: readonly Warning[];
  readonly overrides: readonly (Override & {
    readonly part: Part | "device-limits";
    /** The second person. */
    readonly second?: string;
  })[];
  readonly control?: { readonly by: string; readonly at: Milliseconds; readonly comparison: string };
  /** Sufficient results that the desk did not take: captured again afterwards. */
  readonly refusals?: Data["overrides"];
  /** Verdicts that somebody said are wrong; counted, and kept with the decisions. */
  readonly contests?: readonly Contested[];
  /** Could not be sealed, for a reason that does not pass by itself: it waits, encrypted, for whoever mends that. */
  readonly held?: { readonly code: string; readonly sentence: string; readonly at: Milliseconds };
}

export interface Contested {
  readonly part: Part;
  /** Id of the check. */
  readonly check: string;
  readonly statement: ContestStatement;
  /** An operator's id, or `APPLICANT`. */
  readonly by: string;
  readonly at: Milliseconds;
  /** The attempt whose picture it is about, where one is. */
  readonly number?: number;
}

/** Who contests at the screen; no operator has this id. */
export const APPLICANT = "applicant";

type Acquisitive = { readonly data: Data; readonly acquiring: Acquiring };
export type ActiveState =
  | { readonly kind: "reference"; readonly data: Data }
  | { readonly kind: "payment"; readonly data: Data }
  | { readonly kind: "identifier"; readonly data: Data }
  | { readonly kind: "consent"; readonly data: Data }
  | ({ readonly kind: "face" } & Acquisitive)
  | ({ readonly kind: "fingers" } & Acquisitive)
  | ({ readonly kind: "signature" } & Acquisitive)
  | { readonly kind: "documents"; readonly data: Data }
  | { readonly kind: "review"; readonly data: Data };

export type EndReason =
  | "completed"
  | "abandoned"
  | "consent-refused"
  | "timed-out"
  | "control-expired"
  | "control-refused"
  /** What was kept of it was changed or lost on the disk. */
  | "damaged";

export type SessionState =
  | { readonly kind: "idle" }
  | ActiveState
  | { readonly kind: "paused"; readonly inner: ActiveState; readonly data: Data }
  | { readonly kind: "awaiting-control"; readonly data: Data; readonly until: Milliseconds }
  | {
      readonly kind: "sealing";
      readonly data: Data;
      /** Why the last try failed, and since when it fails. */
      readonly fault?: string;
      readonly since?: Milliseconds;
    }
  | { readonly kind: "ticket"; readonly data: Data; readonly since: Milliseconds }
  | { readonly kind: "ended"; readonly reason: EndReason; readonly packetId: string };

interface At {
  readonly at: Milliseconds;
}
interface ByOperator extends At {
  /** Operator's id. */
  readonly by: string;
  /** The second person, where the policy wants one. */
  readonly second?: string;
}

export type SessionInput =
  | (At & {
      readonly kind: "start";
      readonly packetId: string;
      readonly mode: "unattended" | "attended";
      readonly facts: DeviceFacts;
      readonly without?: readonly AcquiredPart[];
      readonly wanted?: readonly WantedPaper[];
      readonly optional?: readonly AcquiredPart[];
      readonly service?: string;
      readonly asksPayment?: true;
      readonly asksNationalNumber?: true;
    })
  | (At & {
      readonly kind: "reference-given";
      readonly reference: string;
      /** Where the pre-registration knows it. */
      readonly paymentReference?: string;
      readonly identified?: true;
      readonly declared?: true;
      readonly age?: number;
      readonly sex?: Subject["sex"];
    })
  | (At & { readonly kind: "payment-given"; readonly reference: string })
  /** The number itself, or the reason, is the subject's. */
  | (At & { readonly kind: "identifier-given" })
  | (At & {
      readonly kind: "consent-given";
      readonly language: string;
      readonly by: "applicant" | "guardian";
    })
  | (At & { readonly kind: "consent-refused" })
  | (At & { readonly kind: "head-covering"; readonly reason: "religious" | "medical" })
  | AcquireInput
  | (At & { readonly kind: "finger-missing"; readonly finger: MissingFinger })
  | (At & { readonly kind: "cannot-sign"; readonly reason: CannotSign })
  /** A page lies in the box under its number; `more`: the paper has another one. */
  | (At & {
      readonly kind: "page-kept";
      readonly paper: string;
      readonly page: PaperPage;
      readonly more: boolean;
    })
  /** Not brought along; or, after a page, that was all. */
  | (At & { readonly kind: "paper-absent"; readonly paper: string })
  /** Of an optional part: it is left out. */
  | (At & { readonly kind: "skip" })
  | (At & { readonly kind: "redo"; readonly part: Part })
  /** An insufficient or doubted result is taken, or a sufficient one is not; the reason is typed. */
  | (ByOperator & {
      readonly kind: "veto-accept";
      readonly part: Part | "device-limits";
      readonly reason: string;
    })
  | (ByOperator & { readonly kind: "veto-reject"; readonly part: Part; readonly reason: string })
  | (ByOperator & {
      readonly kind: "contest";
      readonly part: Part;
      readonly check: string;
      readonly statement: ContestStatement;
    })
  | (At & { readonly kind: "confirm" })
  /** The desk has seen the person and acquires what was left open; `comparison` says how ("fingers matched"). */
  | (ByOperator & { readonly kind: "take-over"; readonly comparison: string })
  /** The desk has seen the person, and nothing was left open. */
  | (ByOperator & { readonly kind: "control-passed"; readonly comparison: string })
  | (ByOperator & { readonly kind: "control-failed"; readonly reason: string })
  | (At & { readonly kind: "sealed" })
  /** `sentence`: what an operator can do about it. */
  | (At & { readonly kind: "seal-failed"; readonly code: string; readonly sentence: string })
  | (At & { readonly kind: "seal-again" })
  /** The person goes while the seal fails, or cannot wait any longer. */
  | (At & { readonly kind: "set-aside" })
  | (At & { readonly kind: "ticket-taken" })
  | (At & { readonly kind: "pause" })
  | (At & {
      readonly kind: "resume";
      readonly by:
        | { readonly kind: "reference"; readonly reference: string }
        | { readonly kind: "operator"; readonly id: string };
    })
  | (At & { readonly kind: "abandon" })
  | (At & { readonly kind: "tick" });

export type Message =
  | "give-reference"
  | "ask-payment"
  | "ask-national-number"
  | "ask-consent"
  | "guardian-consents-with-child"
  | "guardian-steps-back"
  | "same-finger-twice"
  | "go-to-desk"
  | "not-your-session"
  | "review"
  | "stored-until-control"
  | "take-ticket"
  | "session-wiped";

export type PortraitTemplate = "adult" | "child" | "infant";

export type SessionEffect =
  | {
      readonly kind: "capture";
      readonly target: Target;
      readonly number: number;
      readonly deadline: Milliseconds;
      readonly portrait: PortraitTemplate;
    }
  /** A page of that paper is to be kept under that number. */
  | { readonly kind: "ask-paper"; readonly paper: string; readonly number: number }
  | { readonly kind: "cancel-capture" }
  | {
      readonly kind: "assess";
      readonly target: Target;
      readonly number: number;
      /** A print is compared with these attempts. */
      readonly against: readonly number[];
      readonly portrait: PortraitTemplate;
      readonly headCovering: boolean;
    }
  /** The samples of these attempts are destroyed; their records stay. */
  | { readonly kind: "discard"; readonly numbers: readonly number[] }
  | { readonly kind: "show"; readonly message: Message }
  | { readonly kind: "tell-operator"; readonly warning: Warning }
  | { readonly kind: "device-fault"; readonly target: Target; readonly code: DeviceFaultCode }
  | { readonly kind: "park"; readonly until: Milliseconds }
  | { readonly kind: "seal" }
  | { readonly kind: "issue-ticket" }
  | { readonly kind: "tell-ticket-holder"; readonly reason: EndReason }
  /** Every sample and the session key are destroyed. */
  | { readonly kind: "wipe"; readonly reason: EndReason };
