/** The share of a part of the face that something covers. */
import type { FailureToAssess } from "../../../api/words/quality.ts";
import type { Point } from "../../../api/words/units.ts";
import { by } from "../mapping.ts";
import { failure } from "../measure.ts";
import { fillPolygon } from "../stages/geometry.ts";
import { apply } from "../stages/similarity.ts";
import type { AlignedFace, FaceRegion } from "../stages/parts.ts";

export const byVisible = by((x) => 100 * (1 - x));

/** Share of the polygons, in frame pixels, outside `visible`. */
export const covered = (
  polygons: readonly (readonly Point[])[],
  aligned: AlignedFace,
  visible: FaceRegion,
): number | FailureToAssess => {
  const inside = new Uint8Array(visible.inside.length);
  for (const polygon of polygons)
    fillPolygon(
      inside,
      visible.width,
      visible.height,
      polygon.map((p) => apply(aligned.fromFrame, p)),
    );
  let [all, hidden] = [0, 0];
  for (let i = 0; i < inside.length; i += 1)
    if (inside[i] === 1) {
      all += 1;
      if (visible.inside[i] !== 1) hidden += 1;
    }
  return all === 0 ? failure("The landmarks span no area.") : hidden / all;
};
