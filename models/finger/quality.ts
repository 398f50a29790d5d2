/** The score of a print, 0..100, and what stands behind it. An algorithm of this project; not NFIQ 2. */
import type { FingerReason } from "../../api/words/finger.ts";
import type { AlgorithmId, MeasureResult } from "../../api/words/quality.ts";
import { blockFigures } from "./blocks/figures.ts";
import type { FingerFeatures } from "./features.ts";
import { likenessOf } from "./likeness.ts";
import { FINGER_MEASURES } from "./measures/list.ts";
import { minutiaeCount } from "./measures/minutiae-count.ts";
import { orientationCertainty } from "./measures/orientation-certainty.ts";
import { usableArea } from "./measures/usable-area.ts";
import type { Plane } from "./plane.ts";
import { QUALITY } from "./quality-params.ts";
import { applicantReasons } from "./reasons.ts";

export const FINGER_QUALITY: AlgorithmId = { name: "Kiosk finger utility", version: "4" };

export interface FingerAssessment {
  readonly algorithm: AlgorithmId;
  /** 0 for a picture without a print or without minutiae, and for ridges that no finger has at the stated resolution; raw is the score before it is limited to 0..100. */
  readonly quality: MeasureResult;
  readonly measures: Readonly<Record<string, MeasureResult>>;
  /** Gravest first; empty for a good print. */
  readonly reasons: readonly FingerReason[];
}

const rawOf = (result: MeasureResult | undefined): number => (result?.kind === "assessed" ? result.raw : 0);

/** A picture smaller than this at 500 ppi (4 mm) cannot hold a print that could be assessed. */
const LEAST_SIDE = 80;

const score = (print: Plane, measures: Readonly<Record<string, MeasureResult>>): number => {
  const certainArea =
    Math.min(QUALITY.mostUsable, rawOf(measures[usableArea.id])) * rawOf(measures[orientationCertainty.id]);
  const { least, most } = QUALITY.minutiae;
  const minutiae = Math.min(most, Math.max(least, rawOf(measures[minutiaeCount.id])));
  const figures = blockFigures(print);
  return (
    QUALITY.offset +
    QUALITY.perCertainSquareMillimetre * certainArea +
    QUALITY.perLogOfMinutiae * Math.log(minutiae) +
    QUALITY.perLikeness * (figures === undefined ? 0 : likenessOf(figures))
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
  const raw = score(features.print, measures);
  const reasons = applicantReasons(features, measures, raw);
  const unfit = reasons.includes("nothing-there") || reasons.includes("wrong-resolution");
  const none = unfit || features.minutiae.length === 0;
  const scalar = none ? 0 : Math.round(Math.min(100, Math.max(0, raw)));
  return { algorithm: FINGER_QUALITY, quality: { kind: "assessed", raw, scalar }, measures, reasons };
};
