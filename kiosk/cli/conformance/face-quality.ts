/** One picture's criteria in the words of the guideline's quality element: id, min, max, tmin, tmax, result. */
import type { Check } from "../../../api/words/quality.ts";
import { assessFace } from "../../../models/face/pipeline.ts";
import { CRITERIA } from "../../../models/face/criteria/table.ts";
import type { CriteriaVerdict } from "../../../models/face/criteria/verdict.ts";
import { limitOf, type AgeBand, type CriterionId } from "../../../models/params/criteria.ts";
import { bestOf } from "../../session/acquire.ts";

export interface FaceQuality {
  readonly id: CriterionId;
  readonly status: "mandatory" | "optional";
  readonly min: number;
  readonly max: number;
  readonly tmin: number;
  readonly tmax: number;
  /** Absent: not assessed, and `failure` says why. */
  readonly result?: number;
  readonly failure?: string;
  readonly passed?: boolean;
}

const DEGREES = [-180, 180] as const;
const SCORE = [0, 100] as const;
const PIXELS = [0, 65_535] as const;
const RATIO = [0, 2] as const;
const LEVELS = [0, 255] as const;
const STOPS = [0, 16] as const;

/** The range of each criterion's values, in its unit. */
const RANGES: Readonly<Record<CriterionId, readonly [min: number, max: number]>> = {
  "1.1": DEGREES,
  "1.2": DEGREES,
  "1.3": DEGREES,
  "2.1": SCORE,
  "2.2": SCORE,
  "2.3": SCORE,
  "3.1": SCORE,
  "3.2": SCORE,
  "3.3": [0, 180],
  "4.1": LEVELS,
  "4.2": LEVELS,
  "4.3": SCORE,
  "5.1": PIXELS,
  "5.2": PIXELS,
  "5.3": RATIO,
  "5.4": RATIO,
  "5.5": [0, 1],
  "5.6": [0, 1],
  "5.7": PIXELS,
  "6.1": STOPS,
  "6.2": STOPS,
  "6.3": SCORE,
  "6.4": SCORE,
  "7.1": SCORE,
  "7.2": SCORE,
  "7.3": SCORE,
  "7.4": [-128, 127],
  "7.5": [1, 3],
  "7.6": [0, 256],
};

const qualityOf = (
  id: CriterionId,
  status: FaceQuality["status"],
  check: Check,
  age: AgeBand,
): FaceQuality => {
  const [min, max] = RANGES[id];
  const { atLeast, atMost } = limitOf(id, age);
  const { result, passed } = check;
  return {
    id,
    status,
    min,
    max,
    tmin: atLeast ?? min,
    tmax: atMost ?? max,
    ...(result.kind === "assessed" ? { result: result.raw } : { failure: result.reason }),
    ...(passed === undefined ? {} : { passed }),
  };
};

export interface FaceAnswer {
  readonly qualities: readonly FaceQuality[];
  readonly verdict: CriteriaVerdict;
}

/** The picture as it stands, as a portrait. Throws OutsideFault picture-unreadable. */
export const answerFace = async (picture: Uint8Array, age: AgeBand): Promise<FaceAnswer> => {
  const { verdict } = await assessFace(picture, { age });
  const qualities = CRITERIA.map(({ id, status }, i) => {
    const check = verdict.checks[i];
    return check === undefined ? [] : [qualityOf(id, status, check, age)];
  });
  return { qualities: qualities.flat(), verdict };
};

/**
 * Which of several captures, counted from 0, the kiosk's own session would hand on (5.4.1.1.2): most mandatory criteria,
 * then most optional, then the newest. Undefined when there is none.
 */
export const bestCapture = (
  verdicts: readonly Pick<CriteriaVerdict, "approved" | "mandatoryMet" | "optionalMet">[],
): number | undefined =>
  bestOf(
    verdicts.map(({ approved, mandatoryMet, optionalMet }, number) => ({
      number,
      target: "face",
      startedAt: number,
      endedAt: number,
      verdict: { kind: "rejected", reason: "" },
      assessment: { sufficient: approved, rank: [mandatoryMet, optionalMet], reason: "" },
    })),
  )?.number;
