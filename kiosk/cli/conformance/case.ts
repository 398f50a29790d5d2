/** What a conformance case is, and what it may say (in the manner of BSI TR-03122-3 v6.0). */
import type { Bench } from "./bench.ts";

/** Application profiles of TR-03121-3.2 v6.0, sections 3.1 and 3.7. */
export type Profile = "face" | "fingerprint";

export type Verdict = "passed" | "failed" | "not-applicable" | "not-testable";

/** One requirement of a case and what became of it. */
export interface Finding {
  /** What has to hold, in our words. */
  readonly requirement: string;
  readonly verdict: Verdict;
  /** What was measured, or why nothing could be. */
  readonly evidence: string;
}

export interface ConformanceCase {
  /** The guideline's id; "FM ..." for a function module that TR-03122-3 has no case for. */
  readonly id: string;
  /** Function module or process of TR-03121-3.2 v6.0. */
  readonly module: string;
  readonly profiles: readonly Profile[];
  readonly about: string;
  /** Throws only what stops the whole run (OutsideFault); a requirement that does not hold is a finding. */
  readonly examine: (bench: Bench) => Promise<readonly Finding[]>;
}

export const checked = (requirement: string, holds: boolean, evidence: string): Finding => ({
  requirement,
  verdict: holds ? "passed" : "failed",
  evidence,
});

export const notTestable = (requirement: string, why: string): Finding => ({
  requirement,
  verdict: "not-testable",
  evidence: why,
});

export const notApplicable = (requirement: string, why: string): Finding => ({
  requirement,
  verdict: "not-applicable",
  evidence: why,
});

/** A case is as good as its worst requirement; what could not be tested keeps it from being called passed. */
export const verdictOf = (findings: readonly Finding[]): Verdict => {
  const has = (verdict: Verdict) => findings.some((finding) => finding.verdict === verdict);
  if (has("failed")) return "failed";
  if (has("not-testable")) return "not-testable";
  return has("passed") ? "passed" : "not-applicable";
};
