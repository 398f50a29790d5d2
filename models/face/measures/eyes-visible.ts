import { UNSURE } from "../../params/uncertainty.ts";
import type { Point } from "../../../api/words/units.ts";
import type { Measure } from "../measure.ts";
import { LANDMARK, distance, eyesOfLandmarks, pointAt } from "../stages/geometry.ts";
import type { Landmarks } from "../stages/parts.ts";
import { byVisible, covered } from "./covered-share.ts";

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
  unsure: UNSURE.eyesCovered,
};
