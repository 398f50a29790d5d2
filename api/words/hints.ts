/** One instruction at a time to the person in front of the kiosk; each key has a pictogram, a line of text and a spoken sentence. */

/**
 * What a face has to do next. TR-03121-3.2 v6.0, 5.8.1.1 (FM UI-FI-BSJ) demands the first thirteen; the others
 * are what an applicant can put right besides. Left and right are those of the mirror picture: the subject's own.
 */
export const FACE_HINTS = [
  "look-here",
  "alone",
  "come-closer",
  "go-back",
  "move-left",
  "move-right",
  "move-up",
  "move-down",
  "hold-still",
  "turn-left",
  "turn-right",
  "chin-up",
  "chin-down",
  "head-straight",
  "open-eyes",
  "close-mouth",
  "neutral",
  "glasses",
  "uncover-face",
  "light",
  "ready",
] as const;
export type FaceHint = (typeof FACE_HINTS)[number];

/** What a finger has to do next (TR-03121-3.2 v6.0, 5.8.3.1, FM UI-FP-BSJ). */
export const FINGER_HINTS = [
  "place",
  "hold",
  "lift",
  "press-harder",
  "press-lighter",
  "move-finger-up",
  "move-finger-down",
  "move-finger-left",
  "move-finger-right",
  "wipe-finger",
  "wipe-glass",
  "moisten",
  "wrong-finger",
  "same-finger",
  "done",
] as const;
export type FingerHint = (typeof FINGER_HINTS)[number];

export const SIGNATURE_HINTS = ["sign", "sign-longer", "sign-inside", "done"] as const;
export type SignatureHint = (typeof SIGNATURE_HINTS)[number];

/** What to do with a paper under the camera, one thing at a time; the last two: stay so, and taken. */
export const PAPER_HINTS = ["lay", "closer", "whole", "tilt", "still", "light", "hold", "done"] as const;
export type PaperHint = (typeof PAPER_HINTS)[number];
