/** A quality component of ISO/IEC 29794-5: what it needs, its native value, and the map to 0..100. */
import type { AlgorithmId, Check, FailureToAssess, MeasureResult } from "../../api/words/quality.ts";
import type { Unsure } from "./uncertainty/reading.ts";
import type { FaceStages, StageName, StageSet } from "./stages/stage.ts";

export interface Measure<N extends StageName> {
  /** The registered name, as OFIQ spells it. */
  readonly id: string;
  /** Its place in the standard, and the native value's unit. */
  readonly about: string;
  readonly algorithm: AlgorithmId;
  readonly needs: readonly N[];
  /** The native value; a failure where these stages do not suffice. */
  measure(stages: Pick<FaceStages, N>): number | FailureToAssess;
  /** 0 (worst) .. 100 (best), whole. */
  readonly scalar: (raw: number) => number;
  /** How sure the native value is (uncertainty/uncertainty.ts); absent: nobody knows. */
  readonly unsure?: Unsure;
}
export type AnyMeasure = Measure<StageName>;
/** What an uncertainty is stated of: a native value, whatever it is called and mapped to. */
export type Read<N extends StageName> = Pick<Measure<N>, "needs" | "measure" | "unsure">;
export type AnyRead = Read<StageName>;

export const failure = (reason: string): FailureToAssess => ({ kind: "failure-to-assess", reason });

/** The stages a measure declared, or why one of them is missing. */
const pick = <N extends StageName>(
  set: StageSet,
  needs: readonly N[],
): Pick<FaceStages, N> | FailureToAssess => {
  const found: Partial<FaceStages> = {};
  for (const name of needs) {
    const stage = set[name];
    if (stage === undefined) return failure(`The ${name} stage was not asked for.`);
    if (stage.kind === "absent") return failure(stage.reason);
    Object.assign(found, { [name]: stage.value });
  }
  return found as Pick<FaceStages, N>;
};

const isFailure = (value: object): value is FailureToAssess =>
  "kind" in value && value.kind === "failure-to-assess";

/** The native value, or why there is none. */
export const readOff = ({ needs, measure }: AnyRead, set: StageSet): number | FailureToAssess => {
  const stages = pick(set, needs);
  return isFailure(stages) ? stages : measure(stages);
};

export const assess = (measure: AnyMeasure, set: StageSet): MeasureResult => {
  const raw = readOff(measure, set);
  return typeof raw === "number" ? { kind: "assessed", raw, scalar: measure.scalar(raw) } : raw;
};

/** Stages whose maker changes what a number means; the frame's reader does not. */
const TELLING: readonly StageName[] = [
  "eyes",
  "landmarks",
  "pose",
  "state",
  "segmentation",
  "region",
  "visible",
];

/** As it stands in a packet: the version names the makers of the stages it rests on. */
export const checkOf = (measure: AnyMeasure, set: StageSet): Check => {
  const makers = new Set<string>();
  for (const name of measure.needs) {
    const stage = set[name];
    if (stage?.kind === "made" && TELLING.includes(name)) makers.add(`${stage.by.name} ${stage.by.version}`);
  }
  const { name, version } = measure.algorithm;
  return {
    id: measure.id,
    result: assess(measure, set),
    algorithm: { name, version: [version, ...makers].join("; ") },
  };
};
