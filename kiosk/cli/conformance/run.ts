/** Runs cases one after the other and says what became of each. */
import { sameSumsEverywhere } from "../../../models/onnx.ts";
import type { Bench } from "./bench.ts";
import { verdictOf, type ConformanceCase, type Finding, type Profile, type Verdict } from "./case.ts";
import { CASES } from "./cases/list.ts";

export interface CaseResult {
  readonly id: string;
  readonly module: string;
  readonly profiles: readonly Profile[];
  readonly about: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** Milliseconds of this machine. */
  readonly ms: number;
}

export const casesFor = (profiles: readonly Profile[], ids?: readonly string[]): readonly ConformanceCase[] =>
  CASES.filter(
    (one) =>
      one.profiles.some((profile) => profiles.includes(profile)) &&
      (ids === undefined || ids.includes(one.id)),
  );

export const runCases = async (
  cases: readonly ConformanceCase[],
  bench: Bench,
  say: (done: number, id: string) => void,
): Promise<readonly CaseResult[]> => {
  sameSumsEverywhere();
  const results: CaseResult[] = [];
  for (const [done, { id, module, profiles, about, examine }] of cases.entries()) {
    say(done, id);
    const began = performance.now();
    const findings = await examine(bench);
    const ms = Math.round(performance.now() - began);
    results.push({ id, module, profiles, about, verdict: verdictOf(findings), findings, ms });
  }
  return results;
};

export const VERDICTS: readonly Verdict[] = ["passed", "failed", "not-applicable", "not-testable"];

export type Tally = Readonly<Record<Verdict, number>>;

export const tally = (some: readonly { readonly verdict: Verdict }[]): Tally => {
  const count = (verdict: Verdict) => some.filter((one) => one.verdict === verdict).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    "not-applicable": count("not-applicable"),
    "not-testable": count("not-testable"),
  };
};
