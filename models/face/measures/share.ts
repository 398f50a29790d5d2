/** Shares of a region's pixels. */
import { failure } from "../measure.ts";
import type { FailureToAssess } from "../../../api/words/quality.ts";
import type { Plane } from "../stages/plane.ts";
import type { FaceRegion } from "../stages/parts.ts";

export const shareWhere = (
  values: Plane,
  region: FaceRegion,
  holds: (value: number) => boolean,
): number | FailureToAssess => {
  if (region.count === 0) return failure("Nothing of the face is visible.");
  let count = 0;
  for (let i = 0; i < region.inside.length; i += 1)
    if (region.inside[i] === 1 && holds(values.values[i] ?? 0)) count += 1;
  return count / region.count;
};
