/** Size of the head: ear to ear and crown to chin. */
import type { Point } from "../../../api/words/units.ts";
import { HEAD } from "../../params/face.ts";
import { classInFrame } from "./background.ts";
import { LANDMARK, between, distance, eyesOfLandmarks, pointAt } from "./geometry.ts";
import type { Landmarks, Segmentation } from "./parts.ts";

export interface Head {
  /** Frame pixels. */
  readonly width: number;
  readonly height: number;
  readonly crown: Point;
}

/** Jaw end to jaw end. */
const widthOf = (landmarks: Landmarks): number =>
  distance(pointAt(landmarks, LANDMARK.jaw.right), pointAt(landmarks, LANDMARK.jaw.left));

/** Where a mean head has its crown: as far above the eyes as the chin is below, nearly. */
export const headByProportion = (landmarks: Landmarks): Head => {
  const eyes = eyesOfLandmarks(landmarks);
  const middle = between(eyes.left, eyes.right);
  const chin = pointAt(landmarks, LANDMARK.chin);
  const crown = {
    x: middle.x + (middle.x - chin.x) * HEAD.crownOverT,
    y: middle.y + (middle.y - chin.y) * HEAD.crownOverT,
  };
  return { width: widthOf(landmarks), height: distance(crown, chin), crown };
};

/**
 * The crown where the segmentation sees the head end, on the line from chin through the eyes. Hair and coverings
 * stand above the crown by an amount nobody sees: what is more than a mean head plus a margin is not counted.
 */
export const headBySegmentation = (landmarks: Landmarks, segmentation: Segmentation): Head => {
  const mean = headByProportion(landmarks);
  const eyes = eyesOfLandmarks(landmarks);
  const middle = between(eyes.left, eyes.right);
  const [dx, dy] = [mean.crown.x - middle.x, mean.crown.y - middle.y];
  const classOf = classInFrame(segmentation);
  let end = HEAD.leastOfMean;
  for (let t = HEAD.leastOfMean; t <= HEAD.mostOfMean; t += 0.01) {
    const found = classOf(middle.x + dx * t, middle.y + dy * t);
    if (found === "background" || found === undefined || found === "cloth") break;
    end = t;
  }
  const crown = { x: middle.x + dx * end, y: middle.y + dy * end };
  return { width: mean.width, height: distance(crown, pointAt(landmarks, LANDMARK.chin)), crown };
};
