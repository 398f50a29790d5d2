/** A ticket as the screen shows it, how far its application is, and its slip of paper. */
import type { AppliedFor } from "./kiosk-service.ts";

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
