/** The landmark network says of every point how far it may be off: that carried through whatever is read off places. */
import { readOff, type AnyRead } from "../measure.ts";
import { eyeLineOf, eyesOfLandmarks } from "../stages/geometry.ts";
import type { FacePoint } from "../stages/net-answer.ts";
import type { StageSet } from "../stages/stage.ts";

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
 * Each point moved by its own along both axes in turn, what that changes added up as squares, in the number's unit.
 * Points are taken to err independently, and the pose to be right. Undefined where no network said how sure it is.
 */
export const throughPoints = (of: AnyRead, set: StageSet): number | undefined => {
  const before = readOff(of, set);
  if (set.located?.kind !== "made" || typeof before !== "number") return undefined;
  const { points } = set.located.value;
  let squares = 0;
  for (const [i, point] of points.entries())
    for (const axis of ["x", "y"] as const) {
      const away = { ...point, [axis]: point[axis] + PER_AXIS * point.sigma };
      const after = readOff(of, moved(set, points.with(i, away)));
      if (typeof after === "number") squares += (after - before) ** 2;
    }
  return Math.sqrt(squares);
};
