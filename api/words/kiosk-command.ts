/** What a person does at the screen, as the page posts it. */
import type { NoNationalNumber } from "./subject.ts";
import type { FingerPosition, MissingFingerReason } from "./characteristic.ts";
import type { ContestStatement } from "./contest.ts";
import type { FaceHint } from "./hints.ts";
import type { Milliseconds } from "./units.ts";
import type { Comfort } from "./kiosk-comfort.ts";
import type { ReferenceWay, TypedParticulars } from "./kiosk-reference.ts";
import type { HeadCoveringReason, OpenOverlay } from "./kiosk-screen.ts";

/** What an applicant may answer to an instruction of the mirror. */
export const FACE_CONTESTS = [
  "it-is-not-so",
  "cannot-be-changed",
] as const satisfies readonly ContestStatement[];

export type FaceContest = (typeof FACE_CONTESTS)[number];

/** A point of a stroke drawn on the screen. */
export interface StrokePoint {
  /** 0..1 of the field's width. */
  readonly x: number;
  /** 0..1 of the field's height. */
  readonly y: number;
  /** 0..1; 0.5 where the screen does not measure it. */
  readonly pressure: number;
  /** Milliseconds since the first point. */
  readonly t: Milliseconds;
  readonly contact: boolean;
}

export type KioskCommand =
  | { readonly kind: "begin" }
  | { readonly kind: "ask-status" }
  | { readonly kind: "give-ticket"; readonly way: "qr" | "typed"; readonly text: string }
  | { readonly kind: "head-covering"; readonly reason: HeadCoveringReason }
  | { readonly kind: "print" }
  | { readonly kind: "choose-language"; readonly language: string }
  | { readonly kind: "choose-service"; readonly service: string }
  | { readonly kind: "understood" }
  | { readonly kind: "give-payment"; readonly text: string }
  | { readonly kind: "no-payment" }
  | { readonly kind: "give-number"; readonly text: string }
  | { readonly kind: "no-number"; readonly reason: NoNationalNumber }
  | ({ readonly kind: "give-particulars" } & TypedParticulars)
  | { readonly kind: "skip" }
  | { readonly kind: "agree"; readonly textVersion: string }
  | { readonly kind: "disagree" }
  | { readonly kind: "give-reference"; readonly way: ReferenceWay; readonly text: string }
  /** `earlier`: the other one of two. */
  | { readonly kind: "keep"; readonly earlier?: true }
  | { readonly kind: "contest"; readonly hint: FaceHint; readonly statement: FaceContest }
  /** Kept, and the paper has another side. */
  | { readonly kind: "another-page" }
  /** The paper that is asked for is not here, or has no more pages. */
  | { readonly kind: "no-paper" }
  | { readonly kind: "again"; readonly what?: "face" | "fingers" | "signature" | "documents" }
  | { readonly kind: "unable"; readonly position: FingerPosition; readonly reason: MissingFingerReason }
  | {
      readonly kind: "sign";
      readonly points: readonly StrokePoint[];
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: "cannot-sign" }
  | { readonly kind: "confirm" }
  | { readonly kind: "done" }
  | { readonly kind: "back" }
  | { readonly kind: "open"; readonly overlay: OpenOverlay }
  | { readonly kind: "close" }
  | { readonly kind: "call-staff" }
  | { readonly kind: "still-here" }
  | { readonly kind: "leave" }
  | { readonly kind: "comfort"; readonly comfort: Partial<Comfort> };

export type CommandKind = KioskCommand["kind"];

export interface CommandEnvelope {
  /** UUID chosen by the page; the same key twice is done once. */
  readonly key: string;
  /** Revision of the view the person acted on. */
  readonly revision: number;
  readonly command: KioskCommand;
}

/** `ignored`: the screen had already moved on; nothing was done and nothing is wrong. */
export type CommandReply =
  | { readonly outcome: "done" | "repeated"; readonly revision: number }
  | { readonly outcome: "ignored"; readonly revision: number; readonly reason: string };
