/**
 * How sure the numbers read off a face are (models/face/uncertainty): one standard error is the root of the sum of these factors
 * times their cues, squared. Fitted by `node models/training/uncertainty-fit.mjs V1 V2 V3 V4` on rendered people whom nobody trained
 * on (models/training/README.md), so that the mean square of the errors is what is stated. A factor of 0 was found to say nothing.
 * Of roll the fit says 0.602 since the eyes' line is levelled (models/face/stages/eye-line.ts); the 0.68 of before is kept, for in
 * photographs eyes stand a little aslant and half of them would err by more than is said.
 */
export const UNSURE = {
  yaw: { always: 0, mirror: 0.448, turn: 0.0373, blur: 20.9 },
  pitch: { always: 1.95, mirror: 0.691, blur: 37 },
  roll: { points: 0.68 },
  gaze: { always: 2.99, eyesApart: 0, oneEye: 6.76, lids: 10.5, eyeBlur: 127 },
  eyesOpen: { always: 0.00246, points: 0.887 },
  mouthClosed: { always: 0.00145, points: 0.843 },
  eyeDistance: { points: 1.51 },
  headSize: { points: 1.23 },
  leftwardCrop: { points: 1.45 },
  rightwardCrop: { points: 1.39 },
  marginAbove: { always: 0.00868, points: 1.15 },
  marginBelow: { always: 0.0159, points: 0.971 },
  eyesCovered: { always: 0.00413, classes: 1.21, share: 0.211, glass: 0.122, eyeHaze: 0.00143 },
  mouthCovered: { always: 0, classes: 1.23, share: 0, mouthHaze: 0.00237 },
  faceCovered: { always: 0.00892, classes: 1.35, share: 0.0574, mouthHaze: 0.00249 },
  headCovered: { always: 0.00495, classes: 0.33, share: 0.162 },
} as const;
