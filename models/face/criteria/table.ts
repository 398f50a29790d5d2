/**
 * The criteria of BSI TR-03121-3 volume 2 v6.0, table 5.2, row by row (29 rows in that edition). To be read on the
 * cropped portrait. Limits in params/criteria.ts.
 */
import type { FailureToAssess } from "../../../api/words/quality.ts";
import {
  backdropCast,
  backdropLevel,
  blackedShadows,
  clippedHighlights,
  faceLight,
} from "../measures/exposure-fair.ts";
import { expressionNeutrality } from "../measures/expression-neutrality.ts";
import { eyesOpen } from "../measures/eyes-open.ts";
import { gazeAway } from "../measures/gaze-away.ts";
import { headPosePitch } from "../measures/head-pose-pitch.ts";
import { headPoseRoll } from "../measures/head-pose-roll.ts";
import { headPoseYaw } from "../measures/head-pose-yaw.ts";
import { mouthClosed } from "../measures/mouth-closed.ts";
import { mouthOcclusionPrevention } from "../measures/mouth-occlusion-prevention.ts";
import { naturalColour } from "../measures/natural-colour.ts";
import { eyesVisible } from "../measures/eyes-visible.ts";
import { sharpness } from "../measures/sharpness.ts";
import { singleFacePresent } from "../measures/single-face-present.ts";
import { EYES_HIDDEN, MOUTH_HIDDEN } from "../../params/criteria.ts";
import type { Measure, Read } from "../measure.ts";
import { LANDMARK, between, distance, eyesOfLandmarks, eyesToChin, pointAt } from "../stages/geometry.ts";
import type { FaceStages, StageName } from "../stages/stage.ts";
import type { Landmarks } from "../stages/parts.ts";
import { unlessCovered } from "./covered.ts";
import type { AnyCriterion, Criterion, SureAs } from "./criterion.ts";
import { colourSpace, glassesGlare, greyLevels, redness, sideDifference, zoneRange } from "./pixels.ts";

const row = <N extends StageName>(criterion: Criterion<N>): AnyCriterion => criterion;

const as = <N extends StageName>(read: Read<N>, times = 1): SureAs => ({ as: read, times });

/** The 0..100 of a component, as a criterion's value. */
const component =
  <N extends StageName>(measure: Measure<N>) =>
  (stages: Pick<FaceStages, N>): number | FailureToAssess => {
    const raw = measure.measure(stages);
    return typeof raw === "number" ? measure.scalar(raw) : raw;
  };

/** The worst of several components; a failure where one fails. */
const worst = (...values: readonly (number | FailureToAssess)[]): number | FailureToAssess =>
  values.reduce((least, value) =>
    typeof least !== "number" ? least : typeof value !== "number" ? value : Math.min(least, value),
  );

const hundredths = (value: number | FailureToAssess): number | FailureToAssess =>
  typeof value === "number" ? value * 100 : value;

/** How far the brows stand above the eyes, in T; the higher of the two. */
const browHeight = (landmarks: Landmarks): number => {
  const eyes = eyesOfLandmarks(landmarks);
  const over = (indices: readonly number[], eye: { readonly x: number; readonly y: number }): number =>
    indices.reduce((sum, index) => sum + distance(pointAt(landmarks, index), eye), 0) / indices.length;
  return (
    Math.max(over(LANDMARK.brows.right, eyes.right), over(LANDMARK.brows.left, eyes.left)) /
    eyesToChin(landmarks)
  );
};

const eyesMiddle = (stages: Pick<FaceStages, "eyes">) => between(stages.eyes.left, stages.eyes.right);

const pose: readonly AnyCriterion[] = [
  row({
    id: "1.1",
    name: "Yaw, neck axis",
    status: "optional",
    unit: "degrees",
    needs: ["pose"],
    value: ({ pose }) => pose.yaw,
    sure: as(headPoseYaw),
  }),
  row({
    id: "1.2",
    name: "Pitch, ear axis",
    status: "optional",
    unit: "degrees",
    needs: ["pose"],
    value: ({ pose }) => pose.pitch,
    sure: as(headPosePitch),
  }),
  row({
    id: "1.3",
    name: "Roll, nose axis",
    status: "mandatory",
    unit: "degrees",
    needs: ["eyeLine"],
    value: ({ eyeLine }) => eyeLine.roll,
    sure: as(headPoseRoll),
  }),
];

const expression: readonly AnyCriterion[] = [
  row({
    id: "2.1",
    name: "Neutral expression",
    status: "optional",
    unit: "ExpressionNeutrality, 0..100",
    needs: expressionNeutrality.needs,
    value: component(expressionNeutrality),
  }),
  row({
    id: "2.2",
    name: "Mouth closed",
    status: "mandatory",
    unit: "opening between the lips, hundredths of T",
    needs: mouthOcclusionPrevention.needs,
    value: (stages) =>
      unlessCovered("mouth", mouthOcclusionPrevention.measure(stages), MOUTH_HIDDEN, () =>
        hundredths(mouthClosed.measure(stages)),
      ),
    sure: as(mouthClosed, 100),
  }),
  row({
    id: "2.3",
    name: "No raised eyebrows",
    status: "optional",
    unit: "brows above the eyes, hundredths of T",
    needs: ["landmarks"],
    value: ({ landmarks }) => browHeight(landmarks) * 100,
  }),
];

const eyes: readonly AnyCriterion[] = [
  row({
    id: "3.1",
    name: "Eyes open",
    status: "optional",
    unit: "opening of the less open eye, hundredths of T",
    needs: eyesVisible.needs,
    value: (stages) =>
      unlessCovered("eyes", eyesVisible.measure(stages), EYES_HIDDEN, () =>
        hundredths(eyesOpen.measure(stages)),
      ),
    sure: as(eyesOpen, 100),
  }),
  row({
    id: "3.2",
    name: "No occlusion (glasses, hair, eye patch)",
    status: "optional",
    unit: "EyesVisible, 0..100",
    needs: eyesVisible.needs,
    value: component(eyesVisible),
    sure: as(eyesVisible, 100),
  }),
  row({
    id: "3.3",
    name: "Eyes looking to the camera",
    status: "optional",
    unit: "degrees between gaze and camera, as they count",
    needs: ["state", "pose", ...eyesVisible.needs],
    value: (stages) =>
      unlessCovered("eyes", eyesVisible.measure(stages), EYES_HIDDEN, () => gazeAway.measure(stages)),
    sure: as(gazeAway),
  }),
];

const background: readonly AnyCriterion[] = [
  row({
    id: "4.1",
    name: "Uniformity (plainness, no textures, colour)",
    status: "optional",
    unit: "half spread of the backdrop's levels",
    needs: ["backdrop"],
    value: ({ backdrop }) => backdrop.spread,
  }),
  row({
    id: "4.2",
    name: "No shadows",
    status: "optional",
    unit: "levels between the backdrop's two sides",
    needs: ["backdrop"],
    value: ({ backdrop }) => Math.abs(backdrop.tilt),
  }),
  row({
    id: "4.3",
    name: "No further people / objects",
    status: "optional",
    unit: "SingleFacePresent, 0..100",
    needs: singleFacePresent.needs,
    value: component(singleFacePresent),
  }),
];

const geometry: readonly AnyCriterion[] = [
  row({
    id: "5.1",
    name: "Image height",
    status: "mandatory",
    unit: "pixels",
    needs: ["frame"],
    value: ({ frame }) => frame.height,
  }),
  row({
    id: "5.2",
    name: "Image width",
    status: "mandatory",
    unit: "pixels",
    needs: ["frame"],
    value: ({ frame }) => frame.width,
  }),
  row({
    id: "5.3",
    name: "Ratio: head width / image width",
    status: "mandatory",
    unit: "ratio",
    needs: ["frame", "head"],
    value: ({ frame, head }) => head.width / frame.width,
  }),
  row({
    id: "5.4",
    name: "Ratio: head height / image height",
    status: "mandatory",
    unit: "ratio",
    needs: ["frame", "head"],
    value: ({ frame, head }) => head.height / frame.height,
  }),
  row({
    id: "5.5",
    name: "Vertical position of the face",
    status: "mandatory",
    unit: "ratio from the top",
    needs: ["frame", "eyes"],
    value: ({ frame, eyes }) => eyesMiddle({ eyes }).y / frame.height,
  }),
  row({
    id: "5.6",
    name: "Horizontally centred face",
    status: "mandatory",
    unit: "ratio from the left",
    needs: ["frame", "eyes"],
    value: ({ frame, eyes }) => eyesMiddle({ eyes }).x / frame.width,
  }),
  row({
    id: "5.7",
    name: "Eye distance",
    status: "mandatory",
    unit: "pixels",
    needs: ["eyeLine"],
    value: ({ eyeLine }) => eyeLine.distance,
  }),
];

const lighting: readonly AnyCriterion[] = [
  row({
    id: "6.1",
    name: "Equally distributed lighting",
    status: "optional",
    unit: "stops between the two sides of the face",
    needs: ["aligned", "luminance", "visible"],
    value: ({ aligned, luminance, visible }) => sideDifference(aligned, luminance, visible),
  }),
  row({
    id: "6.2",
    name: "No shadows over the face nor in the eye-sockets",
    status: "optional",
    unit: "stops between the brightest and the darkest zone",
    needs: ["aligned", "luminance", "visible"],
    value: ({ aligned, luminance, visible }) => zoneRange(aligned, luminance, visible),
  }),
  row({
    id: "6.3",
    name: "No hot spots on skin",
    status: "optional",
    unit: "ClippedHighlights, 0..100",
    needs: clippedHighlights.needs,
    value: component(clippedHighlights),
  }),
  row({
    id: "6.4",
    name: "No effects on glasses",
    status: "optional",
    unit: "hundredths of the eye zones that are white",
    needs: ["aligned", "landmarks", "segmentation"],
    value: ({ aligned, landmarks, segmentation }) => glassesGlare(aligned, landmarks, segmentation) * 100,
  }),
];

const photography: readonly AnyCriterion[] = [
  row({
    id: "7.1",
    name: "Proper exposure",
    status: "mandatory",
    unit: "worst of ClippedHighlights, BlackedShadows, BackdropLevel and, where seen, FaceLight, 0..100",
    needs: ["aligned", "region", "backdrop", "light"],
    value: (stages) =>
      worst(
        component(clippedHighlights)(stages),
        component(blackedShadows)(stages),
        component(backdropLevel)(stages),
        stages.light.onFace === undefined ? 100 : component(faceLight)(stages),
      ),
  }),
  row({
    id: "7.2",
    name: "Focus and depth of field",
    status: "mandatory",
    unit: "Sharpness, 0..100",
    needs: sharpness.needs,
    value: component(sharpness),
  }),
  row({
    id: "7.3",
    name: "No unnatural colours",
    status: "optional",
    unit: "worse of NaturalColour and BackdropCast, 0..100",
    needs: ["aligned", "backdrop"],
    value: (stages) => worst(component(naturalColour)(stages), component(backdropCast)(stages)),
  }),
  row({
    id: "7.4",
    name: "No red eyes",
    status: "optional",
    unit: "redness of the pupils, CIELAB a",
    needs: ["frame", "landmarks"],
    value: ({ frame, landmarks }) => redness(frame, landmarks),
  }),
  row({
    id: "7.5",
    name: "Colour space",
    status: "mandatory",
    unit: "1 RGB, 24 bits; 3 grey, 8 bits",
    needs: ["frame"],
    value: ({ frame }) => colourSpace(frame),
  }),
  row({
    id: "7.6",
    name: "Grey scale density and colour saturation",
    status: "mandatory",
    unit: "intensity values that occur",
    needs: ["frame"],
    value: ({ frame }) => greyLevels(frame),
  }),
];

export const CRITERIA: readonly AnyCriterion[] = [
  ...pose,
  ...expression,
  ...eyes,
  ...background,
  ...geometry,
  ...lighting,
  ...photography,
];
