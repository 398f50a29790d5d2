/**
 * The white of the eyes: nearly the same in everybody, so that it says how much light fell on the face itself,
 * also where the backdrop is lit otherwise (a back-lit face).
 */
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Point } from "../../../api/words/units.ts";
import { SCLERA } from "../../params/face.ts";
import { isPlain } from "./backdrop.ts";
import type { Backdrop } from "./backdrop.ts";
import { LINEAR, luminanceOf } from "./colour.ts";
import { LANDMARK, distance, eyesOfLandmarks, fillPolygon, pointAt } from "./geometry.ts";
import type { Landmarks } from "./parts.ts";

export interface Sclera {
  /** Linear luminance of the white, 0..1: the less and the better lit eye's. */
  readonly darker: number;
  readonly brighter: number;
}

/** Luminances inside one eye's outline, less the iris. */
const whites = (frame: RgbImage, outline: readonly Point[], pupil: Point, iris: number): number[] => {
  const [xs, ys] = [outline.map((p) => p.x), outline.map((p) => p.y)];
  const left = Math.max(0, Math.floor(Math.min(...xs)));
  const top = Math.max(0, Math.floor(Math.min(...ys)));
  const width = Math.min(frame.width - 1, Math.ceil(Math.max(...xs))) - left + 1;
  const height = Math.min(frame.height - 1, Math.ceil(Math.max(...ys))) - top + 1;
  if (width < 3 || height < 2) return [];
  const inside = new Uint8Array(width * height);
  fillPolygon(
    inside,
    width,
    height,
    outline.map((p) => ({ x: p.x - left, y: p.y - top })),
  );
  const found: number[] = [];
  for (let i = 0; i < inside.length; i += 1) {
    if (inside[i] !== 1) continue;
    const x = left + (i % width);
    const y = top + Math.floor(i / width);
    if (Math.hypot(x - pupil.x, y - pupil.y) < iris) continue;
    const at = (y * frame.width + x) * 3;
    found.push(luminanceOf(frame.pixels[at] ?? 0, frame.pixels[at + 1] ?? 0, frame.pixels[at + 2] ?? 0));
  }
  return found;
};

/** A sentence where the eyes show too little of their white. */
export const scleraOf = (frame: RgbImage, landmarks: Landmarks): Sclera | string => {
  const eyes = eyesOfLandmarks(landmarks);
  const iris = SCLERA.iris * distance(eyes.left, eyes.right);
  const levels: number[] = [];
  for (const [indices, pupil] of [
    [LANDMARK.rightEyeAll, landmarks.pupils.right],
    [LANDMARK.leftEyeAll, landmarks.pupils.left],
  ] as const) {
    const found = whites(
      frame,
      indices.map((index) => pointAt(landmarks, index)),
      pupil,
      iris,
    ).sort((a, b) => a - b);
    if (found.length < SCLERA.least) return "The eyes show too little of their white.";
    levels.push(found[Math.floor(found.length * SCLERA.share)] ?? 0);
  }
  return { darker: Math.min(...levels), brighter: Math.max(...levels) };
};

/**
 * A ratio of linear luminances, of the better lit eye: hair hangs over the other, and a face half in shadow shows in
 * the comparison of its sides. Empty where the backdrop says nothing.
 */
export const lightOnFace = (sclera: Sclera, backdrop: Backdrop): { readonly onFace?: number } => {
  const behind = LINEAR[Math.round(backdrop.level)] ?? 0;
  return !isPlain(backdrop) || behind <= 0.005 ? {} : { onFace: sclera.brighter / behind };
};
