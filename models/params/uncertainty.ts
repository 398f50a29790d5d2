/**
 * How sure the numbers read off a face are (models/face/uncertainty): one standard error is the root of the sum of these factors
 * times their cues, squared. Fitted by `node models/training/uncertainty-fit.mjs V1 V2 V3 V4` on rendered people whom nobody trained
 * on (models/training/README.md), so that the mean square of the errors is what is stated. A factor of 0 was found to say nothing.
 */
export const UNSURE = {
  yaw: { always: 0, mirror: 0.448, turn: 0.0461, blur: 21.1 },
  pitch: { always: 2.56, mirror: 0.781, blur: 27.4 },
  roll: { points: 0.689 },
  gaze: { always: 2.41, eyesApart: 0.484, oneEye: 8.84, lids: 9.78, eyeBlur: 184 },
  eyesOpen: { always: 0.00171, points: 1.13 },
  mouthClosed: { always: 0.00638, points: 0.483 },
  eyeDistance: { points: 1.58 },
  headSize: { points: 1.23 },
  leftwardCrop: { points: 1.5 },
  rightwardCrop: { points: 1.4 },
  marginAbove: { always: 0, points: 1.26 },
  marginBelow: { always: 0.00832, points: 1.2 },
  eyesCovered: { always: 0, classes: 0, share: 0.223, glass: 0.0929, eyeHaze: 0.00543 },
  mouthCovered: { always: 0, classes: 0, share: 0.35, mouthHaze: 0.00269 },
  faceCovered: { always: 0, classes: 1.47, share: 0.0201, mouthHaze: 0.00393 },
  headCovered: { always: 0.00488, classes: 0.894, share: 0.145 },
} as const;
