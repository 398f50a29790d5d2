/** How the screen learns who came: a code, a document, what is typed; and what can be wrong with it. */
import type { Sex } from "./subject.ts";

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
