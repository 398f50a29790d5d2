/**
 * What passes between the kiosk's server and the operator's desk. Unlike the applicant's page (kiosk-http.ts), the desk
 * sees values, limits and alarms; so it has its own entrance, and every answer is for a person who signed in.
 */
import type { Milliseconds } from "./units.ts";

/** Paths, all on the kiosk's own loopback origin. */
export const DESK_PATHS = {
  page: "/desk/",
  state: "/desk/api/state",
  signIn: "/desk/api/sign-in",
  signOut: "/desk/api/sign-out",
  lock: "/desk/api/lock",
  unlock: "/desk/api/unlock",
  events: "/desk/api/events",
  /** GET /desk/api/read/PART/NAME?field=... */
  read: "/desk/api/read",
  /** GET /desk/api/file/PART/NAME?field=...: a picture, a table as CSV, a sound. */
  file: "/desk/api/file",
  /** POST DeskEnvelope. */
  act: "/desk/api/act",
  /** GET: a Fluent file of all pages in that language. */
  strings: "/desk/strings",
} as const;

export const DESK_LANGUAGES = ["fr", "en"] as const;
/** Set by the page, read by the server: in which language it answers. */
export const DESK_LANGUAGE_COOKIE = "desk-language";
export type DeskLanguage = (typeof DESK_LANGUAGES)[number];

/** Screens of the kiosk at which nobody uses its devices. */
export const FREE_SCREENS: ReadonlySet<string> = new Set(["attract", "ticket", "desk", "thanks", "wiped"]);

export const ROLES = ["operator", "supervisor"] as const;
export type Role = (typeof ROLES)[number];

/** What can be done at the desk; who may is a table of the server (kiosk/desk/rights.ts). */
export const RIGHTS = {
  look: "See pages, queue, health and figures.",
  control: "Verify a person against an unattended session, and decide on it.",
  attend: "Enrol a person at the desk.",
  override: "Take or refuse a result against the machine's verdict.",
  approve: "Decide on what another person asked for.",
  queue: "Retry packets, set them aside, export them to media.",
  devices: "Calibrate, test and swap devices.",
  prompts: "Record, replace and restore spoken sentences; enable languages.",
  rehearse: "Switch the rehearsal on and off; run the power-loss drill.",
  operators: "Add and lock operators, set passphrases.",
} as const;
export type Right = keyof typeof RIGHTS;

export interface DeskPerson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** Before and after sign-in; what the page draws its frame from. */
export interface DeskState {
  readonly mission: string;
  readonly kiosk: string;
  readonly theme: {
    readonly state: string;
    readonly seal: string;
    readonly colours: Readonly<Record<string, string>>;
    readonly band: readonly string[];
  };
  readonly virtual: boolean;
  /** Nobody is known yet: the first supervisor is made on this machine, `kiosk operators add`. */
  readonly nobody: boolean;
  readonly person?: DeskPerson;
  readonly rights: readonly Right[];
  readonly locked: boolean;
  readonly build: string;
}

export type SignInReply =
  | { readonly outcome: "in"; readonly person: DeskPerson }
  /** Name or passphrase is wrong; which of them is not said. */
  | { readonly outcome: "refused" }
  /** Too many were wrong: nothing is tried before then. */
  | { readonly outcome: "wait"; readonly seconds: number }
  /** A supervisor unlocks. */
  | { readonly outcome: "locked" }
  /** The machine's fault, in a sentence: nothing is said of name and passphrase. */
  | { readonly outcome: "trouble"; readonly words: string };

export interface DeskHealthLine {
  readonly part: string;
  readonly level: "good" | "degraded" | "blocked";
  readonly words: string;
}

/** Sent whenever it changes: what the frame shows on every page. */
export interface DeskSummary {
  readonly at: Milliseconds;
  readonly locked: boolean;
  /** Page -> how many things wait there for somebody. */
  readonly badges: Readonly<Record<string, number>>;
  readonly health: readonly DeskHealthLine[];
  readonly mayStart: boolean;
  /** Since when the line is down and packets wait. */
  readonly offlineSince?: Milliseconds;
  readonly waiting: number;
  /** What the applicant's screen shows. */
  readonly screen: string;
  readonly rehearsal: boolean;
  /** Grows whenever a page may have something new to read. */
  readonly revision: number;
}

export interface DeskEnvelope {
  /** UUID chosen by the page; the same key twice is done once. */
  readonly key: string;
  readonly part: string;
  readonly name: string;
  readonly input: unknown;
}

export type DeskReply =
  | { readonly outcome: "done" | "repeated"; readonly result: unknown }
  /** A second person has to agree first; it stands in the approvals. */
  | { readonly outcome: "asked"; readonly approval: string }
  /** `words`: one sentence with the remedy. */
  | { readonly outcome: "refused"; readonly code: string; readonly words: string };
