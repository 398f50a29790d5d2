/**
 * What passes between the kiosk's server and its page. The server holds the session; the page draws the view it is
 * sent and posts commands. Nothing here carries a number, a score or an alarm to an applicant (TR-03121-3.2, 5.8.1.1).
 */
import type { NoNationalNumber, Sex } from "./subject.ts";
import type { FingerPosition, MissingFingerReason } from "./characteristic.ts";
import type { ContestStatement } from "./contest.ts";
import type { FaceHint, FingerHint, PaperHint, SignatureHint } from "./hints.ts";
import type { Milliseconds } from "./units.ts";

/** Paths, all below the kiosk's own loopback origin. */
export const PATHS = {
  events: "/api/events",
  setting: "/api/setting",
  health: "/api/health",
  commands: "/api/commands",
  camera: "/api/live/camera",
  /** What the camera above the papers sees. */
  paper: "/api/live/paper",
  pad: "/api/live/pad",
  /** Where the page hands in what a document reader typed. */
  reader: "/api/live/reader",
  picture: "/api/pictures",
  strings: "/languages",
} as const;

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

export const REFERENCE_WAYS = ["qr", "typed", "document", "none"] as const;
export type ReferenceWay = (typeof REFERENCE_WAYS)[number];

/** As typed; checked by the server, and by the desk. */
export interface TypedParticulars {
  readonly surname: string;
  readonly givenNames: string;
  /** Day, month, year; an unknown day or month is 00. */
  readonly birth: string;
  readonly sex: Sex;
}

/** Why a reference was not taken; each has its own sentence and none blames. */
export type ReferenceProblem =
  | "not-ours"
  | "unreadable"
  /** Lines of a document, typed by hand, that are none. */
  | "mistyped"
  | "unknown"
  /** The register cannot be asked now: a document will do, or the desk. */
  | "line-down"
  /** This kiosk's service is not for this person. */
  | "other-service"
  /** Typed particulars in which something is missing, or is no date. */
  | "incomplete";

/** Why the desk has to go on; in plain words on the screen, never an alarm. */
export const DESK_REASONS = ["asked", "profile", "device", "guardian"] as const;
export type DeskReason = (typeof DESK_REASONS)[number];

/** What the slip says: sealed and sent, or kept until the desk has seen the person. */
export interface TicketView {
  readonly next: "wait-for-news" | "go-to-desk";
  /** What the applicant keeps: short, in the ticket alphabet, grouped. */
  readonly number: string;
  /** The same as a picture: rows of a QR symbol, "1" dark. */
  readonly qr: readonly string[];
  /** ISO date. */
  readonly date: string;
  readonly mission: string;
}

/** How far an application has come, as the applicant hears it. In this order; from "collected" on, it is at an end or needs the applicant. */
export const TICKET_STATES = [
  "at-desk",
  "kept-here",
  "sent",
  "in-work",
  "printed",
  "ready",
  "collected",
  /** By the issuer, with its reason. */
  "rejected",
  "come-to-desk",
  /** Nobody saw the person at the desk in time. */
  "erased",
  /** The desk did not take the enrolment. */
  "refused",
] as const;
export type TicketState = (typeof TICKET_STATES)[number];

/** Whose sentence names what is applied for; where that is no passport, the sentence is called STATE-document. */
export const NAMING_STATES = [
  "sent",
  "in-work",
  "printed",
  "ready",
] as const satisfies readonly TicketState[];

/** What a ticket holder is told. */
export interface TicketFound {
  readonly state: TicketState;
  readonly what: AppliedFor;
  /** The issuer's own words, exactly when it rejected and gave any. */
  readonly reason?: string;
}

/** What became of the paper slip. Whatever it is, the slip stands on the screen too. */
export const SLIP_STATES = ["printing", "printed", "no-paper", "cover-open", "printer-trouble"] as const;
export type SlipState = (typeof SLIP_STATES)[number];

/** What happened to a device, as far as it helps the person who waits: never a code. */
export const DEVICE_TROUBLES = ["unplugged", "silent", "unclear", "unready"] as const;
export type DeviceTrouble = (typeof DEVICE_TROUBLES)[number];

export const HEAD_COVERING_REASONS = ["religious", "medical"] as const;
export type HeadCoveringReason = (typeof HEAD_COVERING_REASONS)[number];

/** What an applicant may answer to an instruction of the mirror. */
export const FACE_CONTESTS = [
  "it-is-not-so",
  "cannot-be-changed",
] as const satisfies readonly ContestStatement[];
export type FaceContest = (typeof FACE_CONTESTS)[number];
/** Papers that have a drawing and a spoken name of their own; of any other the catalogue's name is shown. */
export const KNOWN_PAPERS = [
  "birth-extract",
  "national-card",
  "consular-card",
  "parental-authorisation",
  "old-passport",
  "marriage-record",
  "loss-report",
  "own-passport",
] as const;
export type KnownPaper = (typeof KNOWN_PAPERS)[number];

/** A paper as the service names it. */
export interface PaperName {
  readonly id: string;
  /** By language. */
  readonly name: Readonly<Record<string, string>>;
}

export interface ReviewItem {
  readonly what: "identity" | "face" | "fingers" | "signature" | "documents" | "contact";
  readonly state: "taken" | "later-at-desk";
  /** Path of a picture the page may show. */
  readonly picture?: string;
  /** What the applicant declared, as declared. */
  readonly lines?: readonly string[];
}

/** Why no session starts now. `kiosk`: something here needs staff; `service`: the issuer has suspended it. */
export type Closure =
  | { readonly reason: "kiosk" }
  | {
      readonly reason: "service";
      /** By language. */
      readonly name: Readonly<Record<string, string>>;
      readonly since?: Milliseconds;
      readonly resumes?: Milliseconds;
      /** The issuer's own words, by language. */
      readonly notice?: Readonly<Record<string, string>>;
    };

/** `again`: the device had failed and works once more. */
/** By language: two or three letters of BCP 47. */
export type Texts = Readonly<Record<string, string>>;

/** A service of the State's catalogue, as the applicant is shown it. */
/** What kinds of service there are: each has its picture and its sentence, for those who do not read names. */
export const SERVICE_PROCESSES = [
  "new-passport",
  "replacement",
  "emergency-travel-document",
  "visa",
] as const;
export type ServiceProcess = (typeof SERVICE_PROCESSES)[number];

/** What somebody applies for, as far as sentences differ by it. */
export type AppliedFor = "passport" | "document";

export interface ServiceView {
  readonly id: string;
  readonly process: ServiceProcess;
  readonly name: Texts;
  /** In the currency's smallest unit; ISO 4217. */
  readonly fees: readonly { readonly amount: number; readonly currency: string }[];
  readonly documents: readonly (PaperName & { readonly required: boolean })[];
  /** The receipt's number is asked for. */
  readonly payment: boolean;
  /** Suspended by the issuer now. */
  readonly closed?: Omit<Extract<Closure, { reason: "service" }>, "reason" | "name">;
  /** An operator enrols for it, at the desk. */
  readonly atDesk?: true;
}

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

export const TEXT_SIZES = [100, 150, 200] as const;
export type TextSize = (typeof TEXT_SIZES)[number];
export const VOLUMES = [0, 1, 2, 3] as const;
export type Volume = (typeof VOLUMES)[number];

/** How this person wants the screen; forgotten with the session. */
export interface Comfort {
  readonly text: TextSize;
  readonly contrast: "normal" | "high";
  readonly position: "standing" | "seated";
  readonly motion: "full" | "reduced";
  readonly volume: Volume;
  /** Blank screen, everything spoken: for those who do not see it, or who want nobody to. */
  readonly curtain: boolean;
  /** Heard in headphones: every control says its name, and nobody else hears it. */
  readonly headphones: boolean;
  /** More time wherever time runs. */
  readonly unhurried: boolean;
}

export const DEFAULT_COMFORT: Comfort = {
  text: 100,
  contrast: "normal",
  position: "standing",
  motion: "full",
  volume: 2,
  curtain: false,
  headphones: false,
  unhurried: false,
};

export interface LanguageOffer {
  /** BCP 47; the folder's name. */
  readonly tag: string;
  /** In its own words and script. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
  /** Not yet read by a native reviewer. */
  readonly draft: boolean;
  /** Its "touch the screen", for the attract screen. */
  readonly greeting: string;
  /** Keys of sentences for which a recording lies there. */
  readonly spoken: readonly string[];
}

/** A State's colours and seal; every colour is a CSS colour, contrast is checked by a test. */
export interface Theme {
  readonly id: string;
  readonly state: string;
  readonly motto: string;
  /** Whom one can complain to about one's data. */
  readonly authority?: string;
  /** Path of the picture. */
  readonly seal: string;
  readonly colours: {
    readonly paper: string;
    readonly ink: string;
    readonly primary: string;
    readonly onPrimary: string;
    readonly accent: string;
    readonly onAccent: string;
    readonly soft: string;
    readonly band: readonly [string, string, string];
  };
}

/** Everything the page needs to draw; sent whole whenever anything changes. */
export interface KioskView {
  /** Grows by one with each change; a page never goes back. */
  readonly revision: number;
  /** Changes when the server starts anew: the page then reloads itself. */
  readonly boot: string;
  /** Changes with each person: the page forgets what it held. */
  readonly session: string;
  readonly screen: Screen;
  readonly overlay?: Overlay;
  readonly step?: WalkStep;
  /** Steps this profile has. */
  readonly steps: readonly WalkStep[];
  readonly language: string;
  readonly comfort: Comfort;
  readonly mission: string;
  readonly virtual: boolean;
}

/** What the page fetches once. */
export interface KioskSetting {
  readonly theme: Theme;
  readonly languages: readonly LanguageOffer[];
  /** Pixels a millimetre of this screen, for targets of 20 mm. */
  readonly pixelsPerMm: number;
}

/** What the page brings along, so that its first screen waits for nothing. */
export interface FirstPage {
  readonly setting: KioskSetting;
  readonly view: KioskView;
  /** Sentences of the view's language, as strings.ftl has them. */
  readonly strings: string;
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

/** What the pad's mirror is sent, as server-sent events: "anew", then "ink" with points in the order of writing. */
export interface PadInk {
  /** Width of the pad over its height. */
  readonly aspect: number;
  readonly points: readonly Pick<StrokePoint, "x" | "y" | "pressure" | "contact">[];
}

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
