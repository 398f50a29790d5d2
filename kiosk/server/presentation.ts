/** What the screen adds to the session: where the person is before and after it, comfort, overlays, live hints. Pure. */
import type { FaceHint, FingerHint, PaperHint, SignatureHint } from "../../api/words/hints.ts";
import type { DeskReason, Overlay, Screen } from "../../api/words/kiosk-screen.ts";
import type { ReferenceProblem } from "../../api/words/kiosk-reference.ts";
import { DEFAULT_COMFORT, type Comfort } from "../../api/words/kiosk-comfort.ts";
import type { SlipState, TicketView } from "../../api/words/kiosk-ticket.ts";

/** Screens that the session machine has no state for. */
export type Place =
  | "attract"
  | "language"
  | "service"
  | "notice"
  | "session"
  | "desk"
  | "thanks"
  | "wiped"
  | "status";

export interface Live {
  readonly face: {
    readonly phase: "guide" | "countdown" | "taking";
    readonly hint: FaceHint;
    readonly count?: 1 | 2 | 3;
    readonly contestable?: FaceHint;
    /** The camera shows nothing before it takes its picture: there is no mirror. */
    readonly unseen?: true;
  };
  readonly finger: { readonly hint: FingerHint; readonly print?: string };
  readonly signature: { readonly hint: SignatureHint };
  /** The device that is asked had failed, and works once more. */
  readonly again?: true;
  readonly paper: { readonly hint: PaperHint };
  /** A sample is shown and the person says keep or again. */
  readonly asking?: {
    readonly part: "face" | "signature" | "documents";
    readonly picture: string;
    readonly mayRepeat: boolean;
    /** An equally good picture that was shown before. */
    readonly earlier?: string;
  };
}

export const REST: Live = {
  face: { phase: "guide", hint: "look-here" },
  finger: { hint: "place" },
  signature: { hint: "sign" },
  paper: { hint: "lay" },
};

export interface Presentation {
  readonly place: Place;
  readonly language: string;
  readonly comfort: Comfort;
  readonly overlay?: Overlay;
  readonly problem?: ReferenceProblem;
  /** The reference that nobody could be asked about; empty: none was given. */
  readonly unasked?: string;
  /** What was typed is no receipt's number, or no national number. */
  readonly unreadable?: true;
  /** Chosen before the session begins. */
  readonly service?: string;
  readonly live: Live;
  readonly ticket?: TicketView;
  /** Why the desk goes on, where it does. */
  readonly deskReason?: DeskReason;
  /** Of the paper slip, where a printer is joined. */
  readonly slip?: SlipState;
  /** What was asked with an earlier ticket, and what the answer is. */
  readonly asked?: Pick<Extract<Screen, { kind: "status" }>, "problem" | "found">;
  /** The samples and the key are destroyed. */
  readonly wiped: boolean;
}

export const atRest = (language: string): Presentation => ({
  place: "attract",
  language,
  comfort: DEFAULT_COMFORT,
  live: REST,
  wiped: false,
});

/** Without its overlay. */
export const bare = (now: Presentation): Presentation => {
  const { overlay: _overlay, ...rest } = now;
  return rest;
};
