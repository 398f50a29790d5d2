/** What all three forms of the report show. */
import type { CaseResult, Tally } from "../run.ts";

export interface ConformanceReport {
  readonly format: "conformance-report/1";
  readonly against: string;
  readonly claim: string;
  readonly software: string;
  readonly node: string;
  /** ISO 8601, when the run ended. */
  readonly at: string;
  readonly policy: { readonly id: string; readonly version: string; readonly sha256: string };
  readonly truth: string;
  /** Under which the bench's person laid fingers. */
  readonly scanner: string;
  readonly cases: Tally;
  readonly requirements: Tally;
  readonly results: readonly CaseResult[];
}

export const AGAINST = "BSI TR-03121-3.2 v6.0 (3.1, 3.7), in the manner of TR-03122-3 v6.0";
export const CLAIM =
  "This is a self-assessment by the software's own bench. It is no certification, and none is claimed.";
