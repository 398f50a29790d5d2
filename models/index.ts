/** THE lists of measures, in the order of the standards' tables. Adding one is one file and one line here. */
import type { AnyMeasure } from "./face/measure.ts";
import { attackCues } from "./face/measures/attack-cues.ts";
import { backgroundUniformity } from "./face/measures/background-uniformity.ts";
import { compressionArtifacts } from "./face/measures/compression-artifacts.ts";
import { dynamicRange } from "./face/measures/dynamic-range.ts";
import {
  backdropCast,
  backdropLevel,
  blackedShadows,
  clippedHighlights,
  faceLight,
} from "./face/measures/exposure-fair.ts";
import { expressionNeutrality } from "./face/measures/expression-neutrality.ts";
import { eyesOpen } from "./face/measures/eyes-open.ts";
import { eyesVisible } from "./face/measures/eyes-visible.ts";
import { faceOcclusionPrevention } from "./face/measures/face-occlusion-prevention.ts";
import { headPosePitch } from "./face/measures/head-pose-pitch.ts";
import { headPoseRoll } from "./face/measures/head-pose-roll.ts";
import { headPoseYaw } from "./face/measures/head-pose-yaw.ts";
import { headSize } from "./face/measures/head-size.ts";
import { illuminationUniformity } from "./face/measures/illumination-uniformity.ts";
import { interEyeDistance } from "./face/measures/inter-eye-distance.ts";
import { leftwardCrop } from "./face/measures/leftward-crop.ts";
import { luminanceMean } from "./face/measures/luminance-mean.ts";
import { luminanceVariance } from "./face/measures/luminance-variance.ts";
import { marginAbove } from "./face/measures/margin-above.ts";
import { marginBelow } from "./face/measures/margin-below.ts";
import { mouthClosed } from "./face/measures/mouth-closed.ts";
import { mouthOcclusionPrevention } from "./face/measures/mouth-occlusion-prevention.ts";
import { naturalColour } from "./face/measures/natural-colour.ts";
import { noHeadCoverings } from "./face/measures/no-head-coverings.ts";
import { overExposurePrevention } from "./face/measures/over-exposure-prevention.ts";
import { rightwardCrop } from "./face/measures/rightward-crop.ts";
import { sharpness } from "./face/measures/sharpness.ts";
import { singleFacePresent } from "./face/measures/single-face-present.ts";
import { underExposurePrevention } from "./face/measures/under-exposure-prevention.ts";
import { unifiedQualityScore } from "./face/measures/unified-quality-score.ts";

/** ISO/IEC 29794-5: the unified score and the 27 components, in the reference's order. */
export const FACE_MEASURES: readonly AnyMeasure[] = [
  unifiedQualityScore,
  backgroundUniformity,
  illuminationUniformity,
  luminanceMean,
  luminanceVariance,
  underExposurePrevention,
  overExposurePrevention,
  dynamicRange,
  sharpness,
  compressionArtifacts,
  naturalColour,
  singleFacePresent,
  eyesOpen,
  mouthClosed,
  eyesVisible,
  mouthOcclusionPrevention,
  faceOcclusionPrevention,
  interEyeDistance,
  headSize,
  leftwardCrop,
  rightwardCrop,
  marginAbove,
  marginBelow,
  headPoseYaw,
  headPosePitch,
  headPoseRoll,
  expressionNeutrality,
  noHeadCoverings,
];

/** The kiosk's own, beside the standard's. */
export const KIOSK_FACE_MEASURES: readonly AnyMeasure[] = [
  clippedHighlights,
  blackedShadows,
  backdropLevel,
  backdropCast,
  faceLight,
  attackCues,
];
