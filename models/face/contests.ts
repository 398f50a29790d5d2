/** Counting contested checks: for the fairness report, without a picture or a name. */
import type { Contest } from "../../api/words/contest.ts";

export interface ContestCount {
  /** The check's id. */
  readonly check: string;
  readonly byApplicants: number;
  readonly byOperators: number;
  /** "It is not so": the machine may be wrong; the other statements are about the person. */
  readonly notSo: number;
}

/** Per check, most often contested first. */
export const countContests = (contests: readonly Contest[]): ContestCount[] => {
  const ids = [...new Set(contests.map((one) => one.check.id))];
  return ids
    .map((check) => {
      const of = contests.filter((one) => one.check.id === check);
      return {
        check,
        byApplicants: of.filter((one) => one.by === "applicant").length,
        byOperators: of.filter((one) => one.by === "operator").length,
        notSo: of.filter((one) => one.statement === "it-is-not-so").length,
      };
    })
    .sort((a, b) => b.byApplicants + b.byOperators - a.byApplicants - a.byOperators);
};
