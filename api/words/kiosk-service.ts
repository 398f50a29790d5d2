/** What one can come for, as the screen offers it, and why nothing is offered now. */
import type { Milliseconds } from "./units.ts";
import type { PaperName } from "./kiosk-paper.ts";

/** By language: two or three letters of BCP 47. */
export type Texts = Readonly<Record<string, string>>;

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

/** A service of the State's catalogue, as the applicant is shown it. */
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
