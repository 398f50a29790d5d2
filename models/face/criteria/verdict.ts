/** The guideline's total result of one portrait (FM QA-FI-GENERIC). */
import type { Check } from "../../../api/words/quality.ts";
import type { AgeBand } from "../../params/criteria.ts";
import type { StageName, StageSet } from "../stages/stage.ts";
import { checkCriterion } from "./criterion.ts";
import { CRITERIA } from "./table.ts";

export interface CriteriaVerdict {
  readonly age: AgeBand;
  /** In the order of the table, each with its value and limit. */
  readonly checks: readonly Check[];
  readonly mandatoryMet: number;
  readonly optionalMet: number;
  /** Mandatory rows without a value, and rows whose value is outside its limit: ids. */
  readonly notProvided: readonly string[];
  readonly failed: readonly string[];
  /** 5.4.1.1.1: every provided criterion is fulfilled, and every mandatory one is provided. */
  readonly approved: boolean;
}

/** Every stage that some criterion needs. */
export const CRITERIA_STAGES: readonly StageName[] = [
  ...new Set(CRITERIA.flatMap((criterion) => criterion.needs)),
];

export const judge = (set: StageSet, age: AgeBand = "adult"): CriteriaVerdict => {
  const rows = CRITERIA.map((criterion) => ({ criterion, check: checkCriterion(criterion, set, age) }));
  const met = (status: "mandatory" | "optional"): number =>
    rows.filter(({ criterion, check }) => criterion.status === status && check.passed === true).length;
  const notProvided = rows
    .filter(({ criterion, check }) => criterion.status === "mandatory" && check.passed === undefined)
    .map(({ check }) => check.id);
  const failed = rows.filter(({ check }) => check.passed === false).map(({ check }) => check.id);
  return {
    age,
    checks: rows.map(({ check }) => check),
    mandatoryMet: met("mandatory"),
    optionalMet: met("optional"),
    notProvided,
    failed,
    approved: notProvided.length === 0 && failed.length === 0,
  };
};
