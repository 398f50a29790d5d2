/** What the landmarks say of the expression: lengths that faces at rest have in common, in eye distances. */
import type { Point } from "../../../api/words/units.ts";
import { LANDMARK, between, distance, eyesOfLandmarks, pointAt, widest } from "../stages/geometry.ts";
import type { Landmarks } from "../stages/parts.ts";

const mean = (landmarks: Landmarks, indices: readonly number[]): Point => {
  const points = indices.map((index) => pointAt(landmarks, index));
  return {
    x: points.reduce((sum, p) => sum + p.x, 0) / points.length,
    y: points.reduce((sum, p) => sum + p.y, 0) / points.length,
  };
};

/** Names in the order of the numbers. @public */
export const EXPRESSION_FEATURES = [
  "mouth width",
  "corners above the middle of the lips",
  "opening between the lips",
  "height of the lips",
  "nose to upper lip",
  "brows over the eyes",
  "inner brows over the eyes",
  "inner brows apart",
  "opening of the eyes",
] as const;

export const expressionFeatures = (landmarks: Landmarks): number[] => {
  const eyes = eyesOfLandmarks(landmarks);
  const d = distance(eyes.left, eyes.right);
  // Downwards along the face: across the line of the eyes.
  const down = { x: -(eyes.left.y - eyes.right.y) / d, y: (eyes.left.x - eyes.right.x) / d };
  const below = (p: Point, q: Point): number => ((p.x - q.x) * down.x + (p.y - q.y) * down.y) / d;
  const at = (index: number): Point => pointAt(landmarks, index);
  const { mouth, innerLips, brows } = LANDMARK;
  const lips = between(at(mouth.top), at(mouth.bottom));
  const corners = between(at(mouth.right), at(mouth.left));
  const over = (indices: readonly number[], eye: Point): number => -below(mean(landmarks, indices), eye);
  const [innerRight, innerLeft] = [mean(landmarks, [37, 38]), mean(landmarks, [42, 50])];
  return [
    distance(at(mouth.right), at(mouth.left)) / d,
    below(lips, corners),
    widest(landmarks, innerLips) / d,
    distance(at(mouth.top), at(mouth.bottom)) / d,
    below(at(mouth.top), at(57)),
    (over(brows.right, eyes.right) + over(brows.left, eyes.left)) / 2,
    -(below(innerRight, eyes.right) + below(innerLeft, eyes.left)) / 2,
    distance(innerRight, innerLeft) / d,
    (widest(landmarks, LANDMARK.leftEye.lids) + widest(landmarks, LANDMARK.rightEye.lids)) / 2 / d,
  ];
};
