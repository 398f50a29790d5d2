/** The score of a print, 0..100, and what stands behind it. An algorithm of this project; not NFIQ 2. */
import type { FingerReason } from "../../api/words/finger.ts";
import type { AlgorithmId, MeasureResult } from "../../api/words/quality.ts";
import type { FingerFeatures } from "./features.ts";
import { certaintyOfBlocks } from "./measures/certainty-of-blocks.ts";
import { coherentBlocks } from "./measures/coherent-blocks.ts";
import { frequencySpread } from "./measures/frequency-spread.ts";
import { FINGER_MEASURES } from "./measures/list.ts";
import { minutiaeCount } from "./measures/minutiae-count.ts";
import { orientationCertainty } from "./measures/orientation-certainty.ts";
import { pictureMean } from "./measures/picture-mean.ts";
import { usableArea } from "./measures/usable-area.ts";
import { QUALITY } from "./quality-params.ts";
import { applicantReasons } from "./reasons.ts";

export const FINGER_QUALITY: AlgorithmId = { name: "Kiosk finger utility", version: "3" };

export interface FingerAssessment {
  readonly algorithm: AlgorithmId;
  /** 0 for a picture without a print or without minutiae, and for ridges that no finger has at the stated resolution; raw is the score before it is limited to 0..100. */
  readonly quality: MeasureResult;
  readonly measures: Readonly<Record<string, MeasureResult>>;
  /** Gravest first; empty for a good print. */
  readonly reasons: readonly FingerReason[];
}

interface Likeness {
  readonly weight: number;
  readonly from: number;
  readonly to: number;
}

const rawOf = (result: MeasureResult | undefined): number => (result?.kind === "assessed" ? result.raw : 0);

/** A picture smaller than this at 500 ppi (4 mm) cannot hold a print that could be assessed. */
const LEAST_SIDE = 80;

/** Its weight times a measure, held to the fitted range; a measure that could not be taken counts as the range's poor end. */
const part = (result: MeasureResult | undefined, { weight, from, to }: Likeness): number => {
  const poor = weight > 0 ? from : to;
  const value = result?.kind === "assessed" ? result.raw : poor;
  return weight * Math.min(to, Math.max(from, value));
};

const score = (measures: Readonly<Record<string, MeasureResult>>): number => {
  const { likeness } = QUALITY;
  const certainArea =
    Math.min(QUALITY.mostUsable, rawOf(measures[usableArea.id])) * rawOf(measures[orientationCertainty.id]);
  const { least, most } = QUALITY.minutiae;
  const minutiae = Math.min(most, Math.max(least, rawOf(measures[minutiaeCount.id])));
  return (
    QUALITY.offset +
    QUALITY.perCertainSquareMillimetre * certainArea +
    QUALITY.perLogOfMinutiae * Math.log(minutiae) +
    part(measures[frequencySpread.id], likeness.frequencySpread) +
    part(measures[certaintyOfBlocks.id], likeness.certaintyOfBlocks) +
    part(measures[pictureMean.id], likeness.pictureMean) +
    part(measures[coherentBlocks.id], likeness.coherentBlocks)
  );
};

export const assessFeatures = (features: FingerFeatures): FingerAssessment => {
  const measures = Object.fromEntries(
    FINGER_MEASURES.map((measure) => [measure.id, measure.assess(features)]),
  );
  const { width, height } = features.print;
  if (Math.min(width, height) < LEAST_SIDE)
    return {
      algorithm: FINGER_QUALITY,
      quality: {
        kind: "failure-to-assess",
        reason: `A picture of ${width} x ${height} pixels at 500 ppi is too small to hold a print.`,
      },
      measures,
      reasons: ["nothing-there"],
    };
  const raw = score(measures);
  const reasons = applicantReasons(features, measures, raw);
  const unfit = reasons.includes("nothing-there") || reasons.includes("wrong-resolution");
  const none = unfit || features.minutiae.length === 0;
  const scalar = none ? 0 : Math.round(Math.min(100, Math.max(0, raw)));
  return { algorithm: FINGER_QUALITY, quality: { kind: "assessed", raw, scalar }, measures, reasons };
};
