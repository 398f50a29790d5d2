/**
 * How sure the numbers read off a face are (models/face/uncertainty): one standard error is the root of the sum of these factors
 * times their cues, squared. Fitted by `node models/training/uncertainty-fit.mjs V1 V2 V3 V4` on rendered people whom nobody trained
 * on (models/training/README.md), so that the mean square of the errors is what is stated. A factor of 0 was found to say nothing.
 */
export const UNSURE = {
  yaw: { always: 0, mirror: 0.316, turn: 0.0371, blur: 23.6 },
  pitch: { always: 2.23, mirror: 0.607, blur: 38.4 },
  roll: { points: 0.704 },
  gaze: { always: 2.61, eyesApart: 0.462, oneEye: 4.65, lids: 9.13, eyeBlur: 122 },
  eyesOpen: { always: 0.00293, points: 1.06 },
  mouthClosed: { always: 0.00455, points: 0.668 },
  eyeDistance: { points: 1.57 },
  headSize: { points: 1.32 },
  leftwardCrop: { points: 1.49 },
  rightwardCrop: { points: 1.4 },
  marginAbove: { always: 0.0125, points: 1.13 },
  marginBelow: { always: 0.0159, points: 1.1 },
  eyesCovered: { always: 0.0151, classes: 3.71, share: 0.19, glass: 0.0443 },
  mouthCovered: { always: 0.0285, classes: 0.714, share: 0.27 },
  faceCovered: { always: 0.0229, classes: 1.18, share: 0.032 },
  headCovered: { always: 0.00491, classes: 0.964, share: 0.15 },
} as const;
