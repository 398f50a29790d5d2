/** One row of the guideline's table of criteria, and its result. */
import type { Check, FailureToAssess } from "../../../api/words/quality.ts";
import { limitOf } from "../../params/criteria.ts";
import type { AgeBand, CriterionId } from "../../params/criteria.ts";
import { readOff } from "../measure.ts";
import type { AnyRead } from "../measure.ts";
import type { FaceStages, StageName, StageSet } from "../stages/stage.ts";

export interface Criterion<N extends StageName> {
  readonly id: CriterionId;
  readonly name: string;
  /** Mandatory: its value shall be provided; optional: it may be. */
  readonly status: "mandatory" | "optional";
  readonly unit: string;
  readonly needs: readonly N[];
  value(stages: Pick<FaceStages, N>): number | FailureToAssess;
  /** The value, where there is one, is so many times what is read here: as sure as that. */
  readonly sure?: SureAs;
}
export type AnyCriterion = Criterion<StageName>;

export interface SureAs {
  readonly as: AnyRead;
  readonly times: number;
}

/** "TR-03121 1.1 Yaw": the guideline's number and words. */
export const checkIdOf = ({ id, name }: Pick<AnyCriterion, "id" | "name">): string =>
  `TR-03121 ${id} ${name}`;

export const checkCriterion = (criterion: AnyCriterion, set: StageSet, age: AgeBand): Check => {
  const limit = limitOf(criterion.id, age);
  const about = {
    id: checkIdOf(criterion),
    algorithm: { name: `criterion-${criterion.id}`, version: "1.0" },
    limit,
  };
  const value = readOff({ needs: criterion.needs, measure: (stages) => criterion.value(stages) }, set);
  if (typeof value !== "number") return { ...about, result: value };
  const passed = value >= (limit.atLeast ?? -Infinity) && value <= (limit.atMost ?? Infinity);
  return { ...about, result: { kind: "assessed", raw: value, scalar: passed ? 100 : 0 }, passed };
};
