/** What some criteria read from pixels directly. */
import type { FailureToAssess } from "../../../api/words/quality.ts";
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Point } from "../../../api/words/units.ts";
import { GLARE, GREY_TOLERANCE, RED_EYE, ZONES } from "../../params/face.ts";
import { failure } from "../measure.ts";
import { classAt } from "../stages/background.ts";
import { labOf } from "../stages/colour.ts";
import { distance, eyesOfLandmarks } from "../stages/geometry.ts";
import type { Plane } from "../stages/plane.ts";
import { apply } from "../stages/similarity.ts";
import type { AlignedFace, FaceRegion, Landmarks, Segmentation } from "../stages/parts.ts";

/** Median luminance of what is visible of a square of the aligned face; undefined where most of it is covered. */
const zoneLevel = (
  luminance: Plane,
  visible: FaceRegion,
  middle: Point,
  half: number,
): number | undefined => {
  const found: number[] = [];
  let all = 0;
  for (let y = Math.round(middle.y - half); y <= middle.y + half; y += 2)
    for (let x = Math.round(middle.x - half); x <= middle.x + half; x += 2) {
      const at = y * luminance.width + x;
      all += 1;
      if (visible.inside[at] === 1) found.push(luminance.values[at] ?? 0);
    }
  if (found.length < all / 2) return undefined;
  return (found.sort((a, b) => a - b)[found.length >> 1] ?? 0) + ZONES.offset;
};

type Zone = number | undefined;

/** Forehead, cheek and under the eye, on each side: skin that nobody's beard covers. Outwards is positive. */
const sides = (
  aligned: AlignedFace,
  luminance: Plane,
  visible: FaceRegion,
): readonly (readonly [Zone, Zone])[] => {
  const { rightEye, leftEye } = aligned.anchors;
  const d = distance(rightEye, leftEye);
  const level = (from: Point, u: number, v: number): Zone =>
    zoneLevel(luminance, visible, { x: from.x + u * d, y: from.y + v * d }, ZONES.half * d);
  return ZONES.places.map(([u, v]) => [level(rightEye, -u, v), level(leftEye, u, v)] as const);
};

const NO_ZONES = failure("Too little of the face's skin is seen to compare its light.");

/**
 * Stops (factors of two of light) between the brightest and the darkest zone of the face. A ratio, so that it says
 * the same of every skin; the offset keeps black noise from counting.
 */
export const zoneRange = (
  aligned: AlignedFace,
  luminance: Plane,
  visible: FaceRegion,
): number | FailureToAssess => {
  const levels = sides(aligned, luminance, visible)
    .flat()
    .filter((level) => level !== undefined);
  return levels.length < 3 ? NO_ZONES : Math.log2(Math.max(...levels) / Math.min(...levels));
};

/**
 * Stops between the two sides, the mean of what the zones say: a lamp's reflection, which is bright beside dark skin
 * and lies in one zone, is no shadow.
 */
export const sideDifference = (
  aligned: AlignedFace,
  luminance: Plane,
  visible: FaceRegion,
): number | FailureToAssess => {
  const differences = sides(aligned, luminance, visible).flatMap(([right, left]) =>
    right === undefined || left === undefined ? [] : [Math.log2(right / left)],
  );
  if (differences.length === 0) return NO_ZONES;
  return Math.abs(differences.reduce((sum, value) => sum + value, 0) / differences.length);
};

/** Share of the two eye zones that is white and colourless; 0 where nobody wears glasses. */
export const glassesGlare = (
  aligned: AlignedFace,
  landmarks: Landmarks,
  segmentation: Segmentation,
): number => {
  const classOf = classAt(aligned, segmentation);
  const eyes = eyesOfLandmarks(landmarks);
  let [white, frames, all] = [0, 0, 0];
  for (const eye of [eyes.right, eyes.left]) {
    const middle = apply(aligned.fromFrame, eye);
    for (let dy = -GLARE.halfHeight; dy <= GLARE.halfHeight; dy += 1)
      for (let dx = -GLARE.halfWidth; dx <= GLARE.halfWidth; dx += 1) {
        const [x, y] = [Math.round(middle.x + dx), Math.round(middle.y + dy)];
        const i = (y * aligned.image.width + x) * 3;
        const [r, g, b] = [0, 1, 2].map((k) => aligned.image.pixels[i + k] ?? 0) as [number, number, number];
        all += 1;
        if (Math.min(r, g, b) >= GLARE.white) white += 1;
        const found = classOf(x, y);
        if (found === "glasses-frame" || found === "lens") frames += 1;
      }
  }
  return frames / all < GLARE.frameShare ? 0 : white / all;
};

/** CIELAB a of the redder pupil. */
export const redness = (frame: RgbImage, landmarks: Landmarks): number | FailureToAssess => {
  const eyes = eyesOfLandmarks(landmarks);
  const radius = RED_EYE.radius * distance(eyes.left, eyes.right);
  const values = [landmarks.pupils.right, landmarks.pupils.left].map((pupil) => {
    let [sum, count] = [0, 0];
    for (let y = Math.ceil(pupil.y - radius); y <= pupil.y + radius; y += 1)
      for (let x = Math.ceil(pupil.x - radius); x <= pupil.x + radius; x += 1) {
        if (x < 0 || y < 0 || x >= frame.width || y >= frame.height) continue;
        if (Math.hypot(x - pupil.x, y - pupil.y) > radius) continue;
        const at = (y * frame.width + x) * 3;
        sum += labOf(frame.pixels[at] ?? 0, frame.pixels[at + 1] ?? 0, frame.pixels[at + 2] ?? 0).a;
        count += 1;
      }
    return count === 0 ? Number.NaN : sum / count;
  });
  const most = Math.max(...values);
  return Number.isNaN(most) ? failure("The pupils are too small to judge.") : most;
};

/** 1: 24-bit colour; 3: the three channels say the same everywhere, a grey picture (the guideline's notation). */
export const colourSpace = ({ pixels }: RgbImage): number => {
  for (let i = 0; i < pixels.length; i += 3 * 7) {
    const [r, g, b] = [pixels[i] ?? 0, pixels[i + 1] ?? 0, pixels[i + 2] ?? 0];
    if (Math.abs(r - g) > GREY_TOLERANCE || Math.abs(g - b) > GREY_TOLERANCE) return 1;
  }
  return 3;
};

/** How many of the 256 intensities occur in the picture at all. */
export const greyLevels = ({ pixels }: RgbImage): number => {
  const seen = new Uint8Array(256);
  for (let i = 0; i < pixels.length; i += 3) {
    const grey = (77 * (pixels[i] ?? 0) + 150 * (pixels[i + 1] ?? 0) + 29 * (pixels[i + 2] ?? 0)) >> 8;
    seen[grey] = 1;
  }
  return seen.reduce((sum, value) => sum + value, 0);
};
