/** Shares of parts of the face that something covers. */
import type { FailureToAssess } from "../../../api/words/quality.ts";
import type { Point } from "../../../api/words/units.ts";
import { by } from "../mapping.ts";
import { failure } from "../measure.ts";
import type { Measure } from "../measure.ts";
import { LANDMARK, distance, eyesOfLandmarks, fillPolygon, pointAt } from "../stages/geometry.ts";
import { apply } from "../stages/similarity.ts";
import type { AlignedFace, FaceRegion, Landmarks } from "../stages/stage.ts";

const byVisible = by((x) => 100 * (1 - x));

/** Share of the polygons, in frame pixels, outside `visible`. */
const covered = (
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

/** The eye visibility zone (ISO/IEC 39794-5): the eye's box, wider by a twentieth of the eye distance. */
const eyeZone = (landmarks: Landmarks, indices: readonly number[], margin: number): Point[] => {
  const points = indices.map((index) => pointAt(landmarks, index));
  const [xs, ys] = [points.map((p) => p.x), points.map((p) => p.y)];
  const [left, right] = [Math.min(...xs) - margin, Math.max(...xs) + margin];
  const [top, bottom] = [Math.min(...ys) - margin, Math.max(...ys) + margin];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
};

export const eyesVisible: Measure<"landmarks" | "aligned" | "segmentation" | "visible"> = {
  id: "EyesVisible",
  about: "ISO/IEC 29794-5, eyes visible; covered share of the eye visibility zones, 0..1",
  algorithm: { name: "eyes-visible", version: "1.0" },
  needs: ["landmarks", "aligned", "segmentation", "visible"],
  measure: ({ landmarks, aligned, visible }) => {
    const eyes = eyesOfLandmarks(landmarks);
    const margin = distance(eyes.left, eyes.right) / 20;
    const zones = [LANDMARK.leftEyeAll, LANDMARK.rightEyeAll].map((eye) => eyeZone(landmarks, eye, margin));
    return covered(zones, aligned, visible);
  },
  scalar: byVisible,
};

export const mouthOcclusionPrevention: Measure<"landmarks" | "aligned" | "segmentation" | "visible"> = {
  id: "MouthOcclusionPrevention",
  about: "ISO/IEC 29794-5, mouth occlusion prevention; covered share of the outer lips, 0..1",
  algorithm: { name: "mouth-occlusion", version: "1.0" },
  needs: ["landmarks", "aligned", "segmentation", "visible"],
  measure: ({ landmarks, aligned, visible }) =>
    covered([LANDMARK.outerLips.map((index) => pointAt(landmarks, index))], aligned, visible),
  scalar: byVisible,
};

export const faceOcclusionPrevention: Measure<"region" | "segmentation" | "visible"> = {
  id: "FaceOcclusionPrevention",
  about: "ISO/IEC 29794-5, face occlusion prevention; covered share of the face, 0..1",
  algorithm: { name: "face-occlusion", version: "1.0" },
  needs: ["region", "segmentation", "visible"],
  measure: ({ region, visible }) =>
    region.count === 0 ? failure("There is no face region.") : 1 - visible.count / region.count,
  scalar: byVisible,
};
