/** From a preview frame to what the guidance needs to know of it. */
import { gazeOff } from "../gaze-off.ts";
import type { FaceLie } from "../../../api/words/guidance.ts";
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { PORTRAIT_PROFILES } from "../../params/portrait.ts";
import type { PortraitProfile } from "../../params/portrait.ts";
import { faceLight } from "../measures/exposure-fair.ts";
import { mouthClosed } from "../measures/mouth-closed.ts";
import { eyesVisible } from "../measures/eyes-visible.ts";
import { mouthOcclusionPrevention } from "../measures/mouth-occlusion-prevention.ts";
import { singleFacePresent } from "../measures/single-face-present.ts";
import { assess } from "../measure.ts";
import type { AnyMeasure } from "../measure.ts";
import { LYING_WORDS } from "../stages/net-detect.ts";
import { makeStages } from "../stages/makers.ts";
import { installedMakers } from "../stages/networks.ts";
import type { AnyStageMaker, StageName, StageSet } from "../stages/stage.ts";
import { placeOf } from "./observation.ts";
import type { FaceCondition, FaceObservation } from "./observation.ts";
import { wouldCorrect } from "./problems.ts";

export interface PreviewOptions {
  readonly at: Milliseconds;
  readonly profile?: PortraitProfile;
  /** Pixels of the picture that will be taken for one pixel of this frame. */
  readonly captureScale?: number;
  readonly makers?: readonly AnyStageMaker[];
}

/** Tells a repeated frame from a new one: sensor noise changes a few of these pixels in every new frame. */
export const frameNumber = ({ width, height, pixels }: RgbImage): number => {
  let hash = (0x81_1c_9d_c5 ^ width ^ (height << 16)) >>> 0;
  const step = Math.max(1, Math.floor(pixels.length / 20_011));
  for (let i = 0; i < pixels.length; i += step)
    hash = Math.imul(hash ^ (pixels[i] ?? 0), 0x01_00_01_93) >>> 0;
  return hash;
};

const WANTED: readonly StageName[] = ["faces", "eyes", "pose", "state", "landmarks", "backdrop", "light"];
/** What covers the face: dearer, so made only of frames of which it decides what is said. */
const COVERINGS: readonly StageName[] = ["aligned", "visible", "segmentation"];

const value = <K extends StageName>(set: StageSet, name: K) => {
  const stage = set[name];
  return stage?.kind === "made" ? stage.value : undefined;
};

/** Native value of a measure, or undefined. */
const raw = (measure: AnyMeasure, set: StageSet): number | undefined => {
  const result = assess(measure, set);
  return result.kind === "assessed" ? result.raw : undefined;
};

const conditionOf = (set: StageSet): FaceCondition => {
  const [pose, state] = [value(set, "pose"), value(set, "state")];
  const mouthOpen = raw(mouthClosed, set);
  // Not assessed while the stages of COVERINGS are not made.
  const [eyesCovered, mouthCovered] = [raw(eyesVisible, set), raw(mouthOcclusionPrevention, set)];
  return {
    ...(pose === undefined ? {} : { yaw: pose.yaw, pitch: pose.pitch }),
    ...(state === undefined ? {} : { eyesClosed: Math.max(state.eyeClosed.left, state.eyeClosed.right) }),
    ...(state === undefined || pose === undefined ? {} : { gaze: gazeOff(state.gaze, pose) }),
    ...(mouthOpen === undefined ? {} : { mouthOpen }),
    ...(eyesCovered === undefined ? {} : { eyesCovered }),
    ...(mouthCovered === undefined ? {} : { mouthCovered }),
  };
};

const LIES = ["on-side", "upside-down"] as const satisfies readonly FaceLie[];

/** The detector says why it made no faces; that they lie is looked at in every frame without one, so it costs nothing here. */
const lyingIn = ({ faces }: StageSet): FaceLie | undefined =>
  faces?.kind === "absent" ? LIES.find((lie) => LYING_WORDS[lie] === faces.reason) : undefined;

const observationOf = (frame: RgbImage, set: StageSet, options: PreviewOptions): FaceObservation => {
  const eyes = value(set, "eyes");
  const [otherFace, light] = [raw(singleFacePresent, set), raw(faceLight, set)];
  const backdrop = value(set, "backdrop");
  const lying = lyingIn(set);
  const place =
    eyes === undefined
      ? undefined
      : placeOf(frame, eyes, options.profile ?? PORTRAIT_PROFILES.live, options.captureScale);
  return {
    at: options.at,
    frame: frameNumber(frame),
    faces: value(set, "faces")?.length ?? (eyes === undefined ? 0 : 1),
    ...(otherFace === undefined ? {} : { otherFace }),
    ...(lying === undefined ? {} : { lying }),
    ...(place === undefined ? {} : { face: { ...place, ...conditionOf(set) } }),
    ...(backdrop === undefined ? {} : { backdrop: backdrop.level }),
    ...(light === undefined ? {} : { faceLight: light }),
  };
};

export const observeFrame = async (frame: RgbImage, options: PreviewOptions): Promise<FaceObservation> => {
  const makers = options.makers ?? installedMakers();
  const set = await makeStages(frame, WANTED, makers);
  const seen = observationOf(frame, set, options);
  if (!wouldCorrect(seen)) return seen;
  return observationOf(frame, await makeStages(frame, COVERINGS, makers, set), options);
};
