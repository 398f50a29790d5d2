/**
 * Limits of the live guidance. Each problem has two: one at which it is raised and a stricter one under which it is
 * taken back, so that noise around a limit cannot make the instruction flicker.
 */
import { MOUTH_HIDDEN } from "./criteria.ts";

export interface Pair {
  readonly raise: number;
  readonly clear: number;
}

export const GUIDANCE = {
  /** Eye distance in capture pixels over the least that the portrait needs. */
  tooFar: { raise: 1.02, clear: 1.08 },
  /** Eye distance over the most with which the crop still fits the frame. */
  tooNear: { raise: 0.98, clear: 0.94 },
  /** How far, in eye distances, the head is outside the place where the crop fits. */
  aside: { raise: 0.02, clear: -0.08 },
  /** Degrees; the guideline's limits are 5, 5 and 8; pitch is known to a few degrees only. */
  yaw: { raise: 5, clear: 4 },
  pitch: { raise: 6, clear: 5 },
  /** Roll is corrected by turning the picture: only what the guideline would refuse is asked of the person. */
  roll: { raise: 8, clear: 6.5 },
  /** 0..1, that an eye is shut. */
  eyesClosed: { raise: 0.6, clear: 0.4 },
  /** Opening between the lips over T. */
  mouthOpen: { raise: 0.05, clear: 0.04 },
  /** Degrees between gaze and camera, as gazeOff counts them. */
  gaze: { raise: 12, clear: 9 },
  /** Share of the eye zones that glasses or something else covers. */
  eyesCovered: { raise: 0.1, clear: 0.06 },
  /** Share of the lips that something covers; the criterion's limit, so that lights and judgement agree. */
  mouthCovered: { raise: MOUTH_HIDDEN, clear: 0.2 },
  /** Of the second largest face's area over the largest's. */
  otherFace: { raise: 0.1, clear: 0.07 },
  /** Movement between frames, eye distances a second. */
  moving: { raise: 0.35, clear: 0.22 },
  /** Backdrop levels (gamma-coded luma): darker or brighter than these wants other light. */
  dark: { raise: 132, clear: 140 },
  bright: { raise: 240, clear: 234 },
  /** Share of light on the face over that on the backdrop, as FaceLight. */
  shadow: { raise: 0.14, clear: 0.17 },
} as const satisfies Readonly<Record<string, Pair>>;

export const GUIDANCE_TIMES = {
  /** An instruction stands at least this long unless its problem is gone. */
  leastShownMs: 700,
  /** A problem must last this long before it is spoken of. */
  confirmMs: 200,
  /** Everything must hold this long before the picture is taken. */
  holdMs: 600,
  /** No face for this long: the person has gone. */
  goneMs: 3000,
  /** FM AS-FI-ICS3 and process times: the whole face step, configurable. */
  limitMs: 30_000,
  /** A frame that repeats, or none at all, for this long is stale: nothing is captured from it. */
  staleMs: 400,
  /** How fast a movement that ended is forgotten. */
  movementHalfLifeMs: 200,
  /** Blinks are shorter than this. */
  blinkMs: 450,
} as const;
