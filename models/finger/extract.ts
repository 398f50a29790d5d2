/** From a print to its minutiae: one short pipeline, every stage named and observable. */
import type { FingerPosition, ImpressionType } from "../../api/words/characteristic.ts";
import type { FingerTemplate } from "../../api/words/finger.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import type { PixelsPerInch } from "../../api/words/units.ts";
import { noTracer, type TracePicture, type Tracer } from "../trace.ts";
import { checkPrint, FEATURE_PPI, toFeatureFrame } from "./input.ts";
import { assessFeatures, type FingerAssessment } from "./quality.ts";
import type { CellGrid, Plane } from "./plane.ts";
import { scratch } from "./scratch.ts";
import { binarise, edgeDistance, type Binary } from "./stages/binarisation.ts";
import { ridgeClarity } from "./stages/clarity.ts";
import { cleanSkeleton } from "./stages/cleaning.ts";
import { evenContrast } from "./stages/contrast.ts";
import { enhance } from "./stages/enhancement.ts";
import { forksOf } from "./stages/forks.ts";
import { ridgeFrequency } from "./stages/frequency.ts";
import { traceGraph } from "./stages/graph.ts";
import { ridgeOrientation, settleOrientation, type Orientation } from "./stages/orientation.ts";
import { rankMinutiae } from "./stages/ranking.ts";
import { segmentPrint, withoutEdges } from "./stages/segmentation.ts";
import { selectMinutiae } from "./stages/selection.ts";
import { thin } from "./stages/thinning.ts";
import type { FingerFeatures } from "./features.ts";

export interface ExtractOptions {
  readonly position?: FingerPosition | "unknown";
  readonly impression?: ImpressionType;
  /** Observes the stages; without one nothing is kept. */
  readonly tracer?: Tracer;
  /**
   * For a folder of prints, of which only templates and assessments are kept: the large planes of the features stand in
   * memory that the next such print takes, so that none of it has to be collected.
   */
  readonly passing?: boolean;
}

const planePicture = ({ width, height, data }: Plane): TracePicture => ({ width, height, data });
const gridPicture = ({ columns, rows, data }: CellGrid): TracePicture => ({
  width: columns,
  height: rows,
  data,
});

const minutiaeOf = (binary: Binary, orientation: Orientation, enhanced: Plane, tracer: Tracer) => {
  const skeletons = tracer.stage(
    "thinning",
    () => ({ ridges: thin(binary.ridges), valleys: thin(binary.valleys) }),
    ({ ridges }) => ({ picture: ridges }),
  );
  const graphs = tracer.stage("skeletons", () => {
    const ridges = traceGraph(skeletons.ridges);
    const valleys = traceGraph(skeletons.valleys);
    cleanSkeleton(ridges, orientation);
    cleanSkeleton(valleys, orientation);
    return { ridges, valleys };
  });
  const forks = tracer.stage(
    "forks",
    () => [
      ...forksOf(graphs.ridges, "bifurcation", orientation),
      ...forksOf(graphs.valleys, "ending", orientation),
    ],
    (found) => ({ facts: { found: found.length } }),
  );
  return tracer.stage(
    "selection",
    () => selectMinutiae(forks, edgeDistance(enhanced)),
    (kept) => ({ facts: { kept: kept.length } }),
  );
};

/** What the first enhancement draws; only the second orientation reads it. */
const draftOf = scratch(Float32Array);
/** Large planes of features that pass. */
const [printOf, signalOf, enhancedOf] = [scratch(Float32Array), scratch(Float32Array), scratch(Float32Array)];

/** All features of a print. Throws OutsideFault input-malformed or input-too-large for what cannot be a print. */
export const fingerFeatures = (
  image: GreyImage,
  ppi: PixelsPerInch,
  options: ExtractOptions = {},
): FingerFeatures => {
  const tracer = options.tracer ?? noTracer;
  const passing = options.passing === true;
  checkPrint(image, ppi);
  const print = tracer.stage(
    "feature frame",
    () => toFeatureFrame(image, ppi, passing ? printOf(image.pixels.length) : undefined),
    (p) => ({ facts: { ppi }, picture: planePicture(p) }),
  );
  const contrast = tracer.stage(
    "contrast",
    () => evenContrast(print, passing ? signalOf(print.data.length) : undefined),
    (c) => ({ picture: planePicture(c.signal) }),
  );
  const first = tracer.stage(
    "orientation",
    () => settleOrientation(ridgeOrientation(contrast.signal)),
    (o) => ({ picture: gridPicture(o.coherence) }),
  );
  const rough = tracer.stage(
    "rough segmentation",
    () => segmentPrint(contrast.strength, first.ridgeness),
    (s) => ({ facts: { area: s.area }, picture: gridPicture(s.mask) }),
  );
  const frequency = tracer.stage(
    "frequency",
    () => ridgeFrequency(contrast.signal, first, rough.mask),
    (f) => ({ picture: gridPicture(f.periodicity) }),
  );
  const segmentation = tracer.stage(
    "segmentation",
    () => withoutEdges(rough, frequency.periodicity),
    (s) => ({ facts: { area: s.area }, picture: gridPicture(s.mask) }),
  );
  const { mask } = segmentation;
  const draft = tracer.stage(
    "first enhancement",
    () => enhance(contrast.signal, first, frequency.period, mask, draftOf(print.data.length)),
    (e) => ({ picture: planePicture({ ...e, data: e.data.slice() }) }),
  );
  const orientation = tracer.stage(
    "second orientation",
    () => ridgeOrientation(draft, 2),
    (o) => ({ picture: gridPicture(o.coherence) }),
  );
  const enhanced = tracer.stage(
    "second enhancement",
    () =>
      enhance(
        contrast.signal,
        orientation,
        frequency.period,
        mask,
        passing ? enhancedOf(print.data.length) : undefined,
      ),
    (e) => ({ picture: planePicture(e) }),
  );
  const binary = tracer.stage(
    "binarisation",
    () => binarise(enhanced),
    ({ ridges }) => ({ picture: ridges }),
  );
  const clarity = tracer.stage(
    "clarity",
    () => ridgeClarity(contrast.signal, enhanced),
    (c) => ({ picture: gridPicture(c) }),
  );
  const raw = minutiaeOf(binary, orientation, enhanced, tracer);
  const minutiae = tracer.stage("ranking", () =>
    rankMinutiae(raw, clarity, orientation.coherence, frequency.periodicity),
  );
  return {
    print,
    contrast,
    first,
    orientation,
    segmentation,
    frequency,
    enhanced,
    clarity,
    binary,
    minutiae,
  };
};

export interface Extraction {
  readonly template: FingerTemplate;
  readonly assessment: FingerAssessment;
  readonly features: FingerFeatures;
}

/**
 * The minutiae template of one print. Coordinates are in the print's frame at 500 ppi, which the template states;
 * angles and places as ISO/IEC 19794-2:2005 prescribes; minutiae best first, at most EXTRACT.minutiae.most.
 * A picture without a print gives quality 0 and no minutiae. Throws OutsideFault input-malformed, input-too-large.
 */
export const extractFinger = (
  image: GreyImage,
  ppi: PixelsPerInch,
  options: ExtractOptions = {},
): Extraction => {
  const features = fingerFeatures(image, ppi, options);
  const assessment = (options.tracer ?? noTracer).stage("quality", () => assessFeatures(features));
  const template: FingerTemplate = {
    position: options.position ?? "unknown",
    impression: options.impression ?? "live-plain",
    width: features.print.width,
    height: features.print.height,
    ppi: FEATURE_PPI,
    quality: assessment.quality.kind === "assessed" ? assessment.quality.scalar : 0,
    minutiae: features.minutiae,
  };
  return { template, assessment, features };
};

/** Quality of one print, without its template. Throws as extractFinger does. */
export const assessFinger = (
  image: GreyImage,
  ppi: PixelsPerInch,
  options: ExtractOptions = {},
): FingerAssessment => extractFinger(image, ppi, options).assessment;
