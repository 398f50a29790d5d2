/**
 * How sure a measure's native value is, where it rests on landmarks alone: the landmark network says of every point how
 * far it may be off, and that is carried through the measure.
 */
import type { AnyMeasure } from "./measure.ts";
import { assess } from "./measure.ts";
import { eyesOpen } from "./measures/eyes-open.ts";
import { headPoseRoll } from "./measures/head-pose-roll.ts";
import { headSize } from "./measures/head-size.ts";
import { interEyeDistance } from "./measures/inter-eye-distance.ts";
import { leftwardCrop } from "./measures/leftward-crop.ts";
import { marginAbove } from "./measures/margin-above.ts";
import { marginBelow } from "./measures/margin-below.ts";
import { mouthClosed } from "./measures/mouth-closed.ts";
import { rightwardCrop } from "./measures/rightward-crop.ts";
import { eyeLineOf, eyesOfLandmarks } from "./stages/geometry.ts";
import type { FacePoint } from "./stages/net-answer.ts";
import type { StageSet } from "./stages/stage.ts";

/** Those that read places alone. For the others pixels would have to be read anew for every point moved. */
const GEOMETRIC: readonly AnyMeasure[] = [
  eyesOpen,
  mouthClosed,
  interEyeDistance,
  headSize,
  leftwardCrop,
  rightwardCrop,
  marginAbove,
  marginBelow,
  headPoseRoll,
];

/**
 * Standard deviation along one axis over a point's sigma: sigma is trained as the mean of |dx| + |dy|, and of a normal
 * error the standard deviation is 1.25 times the mean amount.
 */
const PER_AXIS = 1.25 / 2;

const moved = (set: StageSet, points: readonly FacePoint[]): StageSet => {
  const { landmarks, eyes, eyeLine } = set;
  if (landmarks?.kind !== "made" || eyes?.kind !== "made" || eyeLine?.kind !== "made") return set;
  const centres = eyesOfLandmarks({ points });
  return {
    ...set,
    landmarks: { ...landmarks, value: { ...landmarks.value, points } },
    eyes: { ...eyes, value: centres },
    eyeLine: { ...eyeLine, value: eyeLineOf(centres) },
  };
};

/**
 * Standard uncertainty of the native value, in its unit: each point moved by its own along both axes in turn, what that
 * changes added up as squares. Points are taken to err independently, and the pose to be right. Undefined for measures
 * that read more than places, and where no network said how sure it is.
 */
export const uncertaintyOf = (measure: AnyMeasure, set: StageSet): number | undefined => {
  if (!GEOMETRIC.includes(measure)) return undefined;
  const before = assess(measure, set);
  if (set.located?.kind !== "made" || before.kind !== "assessed") return undefined;
  const { points } = set.located.value;
  let squares = 0;
  for (const [i, point] of points.entries())
    for (const axis of ["x", "y"] as const) {
      const away = { ...point, [axis]: point[axis] + PER_AXIS * point.sigma };
      const after = assess(measure, moved(set, points.with(i, away)));
      if (after.kind === "assessed") squares += (after.raw - before.raw) ** 2;
    }
  return Math.sqrt(squares);
};
