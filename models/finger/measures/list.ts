/** THE list of finger measures; one line each. */
import { certaintyOfBlocks } from "./certainty-of-blocks.ts";
import { coherentBlocks } from "./coherent-blocks.ts";
import { directionBias } from "./direction-bias.ts";
import { flowOfBlocks } from "./flow-of-blocks.ts";
import { foregroundArea } from "./foreground-area.ts";
import { foreignRidges } from "./foreign-ridges.ts";
import { frequencyDomain } from "./frequency-domain.ts";
import { frequencySpread } from "./frequency-spread.ts";
import { greyLevel } from "./grey-level.ts";
import { localClarity } from "./local-clarity.ts";
import type { FingerMeasure } from "./measure.ts";
import { minutiaeCount } from "./minutiae-count.ts";
import { minutiaeQuality } from "./minutiae-quality.ts";
import { orientationCertainty } from "./orientation-certainty.ts";
import { orientationFlow } from "./orientation-flow.ts";
import { pictureMean } from "./picture-mean.ts";
import { regionMean } from "./region-mean.ts";
import { ridgeContrast } from "./ridge-contrast.ts";
import { ridgePeriod } from "./ridge-period.ts";
import { ridgeShare } from "./ridge-share.ts";
import { ridgeValleyUniformity } from "./ridge-valley-uniformity.ts";
import { usableArea } from "./usable-area.ts";
import { widthRatio } from "./width-ratio.ts";

export const FINGER_MEASURES: readonly FingerMeasure[] = [
  foregroundArea,
  usableArea,
  orientationCertainty,
  orientationFlow,
  frequencyDomain,
  localClarity,
  ridgeValleyUniformity,
  ridgeShare,
  ridgeContrast,
  greyLevel,
  minutiaeCount,
  minutiaeQuality,
  frequencySpread,
  certaintyOfBlocks,
  coherentBlocks,
  flowOfBlocks,
  widthRatio,
  pictureMean,
  regionMean,
  directionBias,
  ridgePeriod,
  foreignRidges,
];
