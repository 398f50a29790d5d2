/**
 * What stands on the applicant's screen. Nothing of it carries a number, a score or an alarm to an applicant
 * (TR-03121-3.2, 5.8.1.1).
 */
import type { FingerPosition } from "./characteristic.ts";
import type { FaceHint, FingerHint, PaperHint, SignatureHint } from "./hints.ts";
import type { Milliseconds } from "./units.ts";
import type { PaperName } from "./kiosk-paper.ts";
import type { AppliedFor, Closure, ServiceView } from "./kiosk-service.ts";
import type { SlipState, TicketFound, TicketView } from "./kiosk-ticket.ts";
import type { ReferenceProblem, ReferenceWay } from "./kiosk-reference.ts";

/** Steps in the order of the walk, as the progress row shows them. */
export const WALK_STEPS = [
  "reference",
  "face",
  "fingers",
  "signature",
  "documents",
  "review",
  "ticket",
] as const;

export type WalkStep = (typeof WALK_STEPS)[number];

/** Why the desk has to go on; in plain words on the screen, never an alarm. */
export const DESK_REASONS = ["asked", "profile", "device", "guardian"] as const;

export type DeskReason = (typeof DESK_REASONS)[number];

/** What happened to a device, as far as it helps the person who waits: never a code. */
export const DEVICE_TROUBLES = ["unplugged", "silent", "unclear", "unready"] as const;

export type DeviceTrouble = (typeof DEVICE_TROUBLES)[number];

export interface ReviewItem {
  readonly what: "identity" | "face" | "fingers" | "signature" | "documents" | "contact";
  readonly state: "taken" | "later-at-desk";
  /** Path of a picture the page may show. */
  readonly picture?: string;
  /** What the applicant declared, as declared. */
  readonly lines?: readonly string[];
}

export const HEAD_COVERING_REASONS = ["religious", "medical"] as const;

export type HeadCoveringReason = (typeof HEAD_COVERING_REASONS)[number];

export type Screen =
  | { readonly kind: "attract" }
  | { readonly kind: "closed"; readonly closure: Closure }
  | { readonly kind: "language" }
  /** Where this kiosk offers more than one. */
  | { readonly kind: "service"; readonly services: readonly ServiceView[] }
  | { readonly kind: "notice"; readonly service?: ServiceView }
  /** `by`: for a child a parent or guardian agrees. */
  | {
      readonly kind: "consent";
      readonly textVersion: string;
      readonly by: "applicant" | "guardian";
      readonly what: AppliedFor;
    }
  | {
      readonly kind: "reference";
      readonly ways: readonly ReferenceWay[];
      readonly problem?: ReferenceProblem;
      /** Nobody can be asked whose it is: name and birth may be typed, and the desk checks them. */
      readonly declares?: true;
      /** A power cut or a crash came in between: whose session it is shows the same reference again. */
      readonly resumes?: true;
    }
  /** The number of the receipt of what was paid. */
  | { readonly kind: "payment"; readonly problem?: "unreadable" }
  /** The national number, or why there is none. */
  | { readonly kind: "identifier"; readonly problem?: "unreadable" }
  | {
      readonly kind: "face";
      /** The service does without it, if the person wishes. */
      readonly optional?: true;
      readonly phase: "guide" | "countdown" | "taking";
      readonly hint: FaceHint;
      /** Pictures still to count: 3, 2, 1, as dots and tones. */
      readonly count?: 1 | 2 | 3;
      /** An instruction that has stood for long: the person may say that it is so already. */
      readonly contestable?: FaceHint;
      /** Who brings the frames: the driver, or the page itself. */
      readonly camera: "driver" | "page";
      /** Nobody: the camera shows nothing before it takes its picture, so there is no mirror. */
      readonly unseen?: true;
      /** A guardian agreed and now steps back: the child stands alone before the camera. */
      readonly accompanied?: true;
      /** The person said why the head stays covered. */
      readonly covered?: HeadCoveringReason;
      readonly again?: true;
    }
  | {
      readonly kind: "face-review";
      readonly picture: string;
      readonly mayRepeat: boolean;
      /** Taken before and equally good: the person chooses (TR-03121-3.2 v6.0, best-of of facial images). */
      readonly earlier?: string;
    }
  | {
      readonly kind: "finger";
      readonly optional?: true;
      readonly position: FingerPosition;
      readonly hint: FingerHint;
      readonly taken: readonly FingerPosition[];
      /** Path of the newest print picture; changes with every picture. */
      readonly print?: string;
      readonly again?: true;
    }
  | {
      readonly kind: "signature";
      readonly optional?: true;
      readonly surface: "pad" | "screen";
      readonly hint: SignatureHint;
      readonly again?: true;
    }
  | { readonly kind: "signature-review"; readonly picture: string; readonly mayRepeat: boolean }
  | {
      readonly kind: "paper";
      readonly paper: PaperName;
      readonly hint: PaperHint;
      /** Who brings the frames: the driver, or the page itself. */
      readonly camera: "driver" | "page";
      /** A page of this paper is kept already: another one is asked for. */
      readonly another?: true;
    }
  | { readonly kind: "paper-review"; readonly paper: PaperName; readonly picture: string }
  | { readonly kind: "review"; readonly items: readonly ReviewItem[] }
  | {
      readonly kind: "desk";
      readonly reason: DeskReason;
      readonly ticket?: TicketView;
      readonly slip?: SlipState;
    }
  | { readonly kind: "sealing" }
  /** `slip` is absent where no ticket printer is joined. */
  | { readonly kind: "ticket"; readonly ticket: TicketView; readonly slip?: SlipState }
  /** How far is my application? Asked with the ticket of an earlier day. */
  | {
      readonly kind: "status";
      readonly ways: readonly Extract<ReferenceWay, "qr" | "typed">[];
      readonly problem?: Extract<ReferenceProblem, "unreadable" | "unknown"> | "not-a-ticket";
      readonly found?: TicketFound;
    }
  | { readonly kind: "thanks" }
  /** Shown until the wiping is done, then a moment longer, so that the person sees it. */
  | { readonly kind: "wiped"; readonly done: boolean }
  /** A device does not work; staff know, and the session goes on by itself. `trouble`: what happened to it, where that is known. */
  | {
      readonly kind: "paused";
      readonly device: "camera" | "scanner" | "pad" | "kiosk";
      readonly trouble?: DeviceTrouble;
    };

export type ScreenKind = Screen["kind"];

export type Overlay =
  | { readonly kind: "help" }
  | { readonly kind: "comfort" }
  | { readonly kind: "language" }
  | { readonly kind: "staff-called" }
  | { readonly kind: "leave" }
  /** Nobody has moved for a while; the session is wiped at `until` unless someone answers. */
  | { readonly kind: "still-there"; readonly until: Milliseconds; readonly span: Milliseconds }
  | { readonly kind: "unable"; readonly position: FingerPosition }
  | { readonly kind: "head-covering" }
  | { readonly kind: "contest"; readonly hint: FaceHint };

export const OPEN_OVERLAYS = [
  "help",
  "comfort",
  "language",
  "leave",
  "unable",
  "head-covering",
  "contest",
] as const;

/** Those that a person opens. */
export type OpenOverlay = (typeof OPEN_OVERLAYS)[number];
