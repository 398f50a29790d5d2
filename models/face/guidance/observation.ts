/** One preview frame as the guidance sees it: numbers, each absent where nothing could say it. */
import type { FaceLie } from "../../../api/words/guidance.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { GUIDANCE } from "../../params/guidance.ts";
import type { PortraitProfile } from "../../params/portrait.ts";
import { between, distance } from "../stages/geometry.ts";
import type { EyeCentres } from "../stages/parts.ts";

export interface FaceObservation {
  readonly at: Milliseconds;
  /** Of the frame's pixels: equal numbers are the same frame again. */
  readonly frame: number;
  readonly faces: number;
  /** Area of the second largest face over that of the largest, 0..1. */
  readonly otherFace?: number;
  /** No face stands upright in the frame, one lies so. */
  readonly lying?: FaceLie;
  readonly face?: FacePlace & FaceCondition;
  /** Gamma-coded luma of the backdrop, 0..255. */
  readonly backdrop?: number;
  /** As the measure FaceLight. */
  readonly faceLight?: number;
}

/** Where the head is. Lengths in eye distances unless said otherwise. */
export interface FacePlace {
  /** Eye distance in capture pixels over the least that the portrait needs. */
  readonly size: number;
  /** Eye distance over the largest with which the crop still fits the frame. */
  readonly fill: number;
  /** How far the head must go towards the picture's right, left, bottom, top before the crop fits; negative: room left. */
  readonly needRight: number;
  readonly needLeft: number;
  readonly needDown: number;
  readonly needUp: number;
  /** Middle between the eyes in frame pixels, and pixels between them: movement is read from these. */
  readonly x: number;
  readonly y: number;
  readonly distance: number;
  /** Degrees, as HeadPose. */
  readonly roll: number;
}

export interface FaceCondition {
  readonly yaw?: number;
  readonly pitch?: number;
  /** 0..1, that the more shut eye is shut. */
  readonly eyesClosed?: number;
  /** Opening between the lips over T. */
  readonly mouthOpen?: number;
  /** Degrees between gaze and camera. */
  readonly gaze?: number;
  /** Share of the eye zones, and of the outer lips, that something covers, 0..1; looked at where `wouldCorrect` says so. */
  readonly eyesCovered?: number;
  readonly mouthCovered?: number;
}

/** The tightest crop that is aimed at, as a share of what the profile allows: leaves the capture some play. */
const TIGHTNESS = 0.95;

/** Extent of the tightest and of the aimed-at crop in eye distances, grown by the turn that straightens the head. */
const extents = (profile: PortraitProfile, aimed: number, roll: number) => {
  // A head that leans more is told so: it need not be framed as it leans.
  const turn = Math.min(Math.abs(roll), (GUIDANCE.roll.raise * Math.PI) / 180);
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)];
  const across = profile.width * cos + profile.height * sin;
  const down = profile.height * cos + profile.width * sin;
  const tight = Math.max(profile.eyeDistance.least, profile.eyeDistance.most * TIGHTNESS);
  const size = Math.min(Math.max(aimed, profile.eyeDistance.least), tight);
  return { across: across / size, down: down / size, tightAcross: across / tight, tightDown: down / tight };
};

/**
 * Whether a camera can be near and far enough at once: false means that "come closer" and "step back" would block
 * each other, and that the camera cannot serve this profile. Capture pixels.
 */
export const cameraSuffices = (
  camera: { readonly width: number; readonly height: number },
  profile: PortraitProfile,
): boolean => {
  const d = profile.eyeDistance.least * GUIDANCE.tooFar.clear;
  const { tightAcross, tightDown } = extents(profile, d, (GUIDANCE.roll.raise * Math.PI) / 180);
  return Math.max((tightAcross * d) / camera.width, (tightDown * d) / camera.height) < GUIDANCE.tooNear.clear;
};

/** `captureScale`: capture pixels for one pixel of this frame (a preview may be coarser than the picture). */
export const placeOf = (
  frame: { readonly width: number; readonly height: number },
  eyes: EyeCentres,
  profile: PortraitProfile,
  captureScale = 1,
): FacePlace => {
  const middle = between(eyes.left, eyes.right);
  const d = distance(eyes.left, eyes.right);
  const roll = Math.atan2(eyes.right.y - eyes.left.y, eyes.left.x - eyes.right.x);
  const { across, down, tightAcross, tightDown } = extents(profile, d * captureScale, roll);
  const { offX, offY, y } = profile.eyes;
  return {
    size: (d * captureScale) / profile.eyeDistance.least,
    fill: Math.max((tightAcross * d) / frame.width, (tightDown * d) / frame.height),
    needRight: (0.5 - offX) * across - middle.x / d,
    needLeft: (0.5 - offX) * across - (frame.width - middle.x) / d,
    needDown: (y - offY) * down - middle.y / d,
    needUp: (1 - y - offY) * down - (frame.height - middle.y) / d,
    x: middle.x,
    y: middle.y,
    distance: d,
    roll: (roll * 180) / Math.PI,
  };
};
