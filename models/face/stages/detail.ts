/** The face at the finest scale that is of use, upright: for sharpness and for what compression left behind. */
import type { RgbImage } from "../../../api/words/sample.ts";
import { DETAIL } from "../../params/face.ts";
import { distance } from "./geometry.ts";
import { plane } from "./plane.ts";
import type { Plane } from "./plane.ts";
import { apply, fromPairs } from "./similarity.ts";
import type { EyeCentres } from "./stage.ts";

export interface Detail {
  /** Gamma-coded luma, 0..255. */
  readonly luma: Plane;
  /** Pixels of the plane between the eyes. */
  readonly unit: number;
}

/** Luma of one frame pixel; the nearest inside where the place lies outside. */
const lumaAt = ({ width, height, pixels }: RgbImage, x: number, y: number): number => {
  const at = (Math.min(Math.max(y, 0), height - 1) * width + Math.min(Math.max(x, 0), width - 1)) * 3;
  return 0.2126 * (pixels[at] ?? 0) + 0.7152 * (pixels[at + 1] ?? 0) + 0.0722 * (pixels[at + 2] ?? 0);
};

/**
 * Brows to lower lip and cheek to cheek. Read between pixels at the frame's own scale or coarser, never finer:
 * a coarse frame gives a coarse plane, and its sharpness says so.
 */
export const detailOf = (frame: RgbImage, eyes: EyeCentres): Detail => {
  const seen = distance(eyes.left, eyes.right);
  const unit = Math.min(seen, DETAIL.unit);
  const [width, height] = [Math.round(DETAIL.width * unit), Math.round(DETAIL.height * unit)];
  const middle = { x: (width - 1) / 2, y: DETAIL.eyesAt * unit };
  const toFrame = fromPairs(
    [
      { x: middle.x - unit / 2, y: middle.y },
      { x: middle.x + unit / 2, y: middle.y },
    ],
    [eyes.right, eyes.left],
  );
  const luma = plane(width, height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const p = apply(toFrame, { x, y });
      const [x0, y0] = [Math.floor(p.x), Math.floor(p.y)];
      const [fx, fy] = [p.x - x0, p.y - y0];
      const top = lumaAt(frame, x0, y0) * (1 - fx) + lumaAt(frame, x0 + 1, y0) * fx;
      const bottom = lumaAt(frame, x0, y0 + 1) * (1 - fx) + lumaAt(frame, x0 + 1, y0 + 1) * fx;
      luma.values[y * width + x] = top + (bottom - top) * fy;
    }
  return { luma, unit };
};
