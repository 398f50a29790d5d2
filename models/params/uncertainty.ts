/**
 * How sure the numbers read off a face are (models/face/uncertainty): one standard error is the root of the sum of these factors
 * times their cues, squared. Fitted by `node models/training/uncertainty-fit.mjs V1 V2 V3 V4` on rendered people whom nobody trained
 * on (models/training/README.md), so that the mean square of the errors is what is stated. A factor of 0 was found to say nothing.
 */
export const UNSURE = {
  yaw: { always: 0, mirror: 0.63, turn: 0.028, blur: 19.8 },
  pitch: { always: 2.29, mirror: 0.723, blur: 39.4 },
  roll: { points: 0.653 },
  gaze: { always: 3.09, eyesApart: 0.456, oneEye: 7.59, lids: 10.2, eyeBlur: 0 },
  eyesOpen: { always: 0.00351, points: 0.934 },
  mouthClosed: { always: 0.00548, points: 0.549 },
  eyeDistance: { points: 1.49 },
  headSize: { points: 1.23 },
  leftwardCrop: { points: 1.44 },
  rightwardCrop: { points: 1.36 },
  marginAbove: { always: 0.012, points: 1.08 },
  marginBelow: { always: 0.0157, points: 0.965 },
  eyesCovered: { always: 0.00502, classes: 2.81, share: 0.151, glass: 0.0188 },
  mouthCovered: { always: 0.0127, classes: 0, share: 0 },
  faceCovered: { always: 0.0154, classes: 1.08, share: 0 },
  headCovered: { always: 0.00491, classes: 0.883, share: 0.165 },
} as const;
