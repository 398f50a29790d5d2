/** What was checked of a sample that is to be enrolled, one line a criterion: as the desk's server gives it and its page shows it. */
import type { FingerPosition } from "./characteristic.ts";

export interface Criterion {
  readonly id: string;
  /** Where a limit stands: what it is of, in its unit; else 0 to 100. Absent: it could not be assessed, and `why` says so. */
  readonly value?: number;
  /** Of what nothing limits: in the measure's own unit. */
  readonly raw?: number;
  readonly why?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly source?: string;
  /** Absent: reported, gates nothing. */
  readonly verdict?: "ok" | "not-ok" | "not-assessed";
  /** What was said against the verdict. */
  readonly contested?: string;
}

export type JudgedPart = "face" | "fingers" | "signature";

export interface Judged {
  readonly part: JudgedPart;
  readonly what: "face" | "signature" | FingerPosition;
  /** Of the attempt. */
  readonly number: number;
  readonly sufficient: boolean;
  readonly criteria: readonly Criterion[];
}
