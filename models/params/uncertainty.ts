/**
 * How sure the numbers read off a face are (models/face/uncertainty): one standard error is the root of the sum of these factors
 * times their cues, squared. Fitted by `node models/training/uncertainty-fit.mjs V1 V2 V3 V4` on rendered people whom nobody trained
 * on (models/training/README.md), so that the mean square of the errors is what is stated. A factor of 0 was found to say nothing.
 * Of roll the fit says 0.575 since the eyes' line is levelled (models/face/stages/eye-line.ts); the 0.68 of before is kept, for in
 * photographs eyes stand a little aslant and half of them would err by more than is said.
 */
export const UNSURE = {
  yaw: { always: 0, mirror: 0.425, turn: 0.0355, blur: 21.7 },
  pitch: { always: 1.91, mirror: 0, blur: 42.6 },
  roll: { points: 0.68 },
  gaze: { always: 2.44, eyesApart: 0.506, oneEye: 6.4, lids: 8.99, eyeBlur: 141 },
  eyesOpen: { always: 0.00208, points: 0.969 },
  mouthClosed: { always: 0.00352, points: 0.722 },
  eyeDistance: { points: 1.51 },
  headSize: { points: 1.2 },
  leftwardCrop: { points: 1.44 },
  rightwardCrop: { points: 1.37 },
  marginAbove: { always: 0.00359, points: 1.23 },
  marginBelow: { always: 0.012, points: 1.07 },
  eyesCovered: { always: 0.00155, classes: 0.491, share: 0.177, glass: 0, eyeHaze: 0.00547 },
  mouthCovered: { always: 0, classes: 0, share: 0, mouthHaze: 0.00276 },
  faceCovered: { always: 0, classes: 1.26, share: 0, mouthHaze: 0.00409 },
  headCovered: { always: 0.00491, classes: 1.19, share: 0.13 },
} as const;
