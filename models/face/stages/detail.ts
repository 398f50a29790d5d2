/** The face at the finest scale that is of use, upright: for sharpness and for what compression left behind. */
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Rectangle } from "../../../api/words/units.ts";
import { DETAIL } from "../../params/face.ts";
import { distance } from "./geometry.ts";
import { plane, warp } from "./plane.ts";
import type { Plane } from "./plane.ts";
import { apply, fromPairs } from "./similarity.ts";
import type { EyeCentres } from "./parts.ts";

export interface Detail {
  /** Gamma-coded luma, 0..255. */
  readonly luma: Plane;
  /** Pixels of the plane between the eyes. */
  readonly unit: number;
}

/** Luma of a rectangle of the frame; outside it the nearest pixel inside. */
const lumaOf = ({ width, height, pixels }: RgbImage, area: Rectangle): Plane => {
  const out = plane(area.width, area.height);
  for (let y = 0; y < area.height; y += 1) {
    const row = Math.min(Math.max(area.y + y, 0), height - 1) * width;
    for (let x = 0; x < area.width; x += 1) {
      const at = (row + Math.min(Math.max(area.x + x, 0), width - 1)) * 3;
      out.values[y * area.width + x] =
        0.2126 * (pixels[at] ?? 0) + 0.7152 * (pixels[at + 1] ?? 0) + 0.0722 * (pixels[at + 2] ?? 0);
    }
  }
  return out;
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
  const corners = [
    apply(toFrame, { x: 0, y: 0 }),
    apply(toFrame, { x: width, y: 0 }),
    apply(toFrame, { x: 0, y: height }),
    apply(toFrame, { x: width, y: height }),
  ];
  const left = Math.floor(Math.min(...corners.map((p) => p.x))) - 1;
  const top = Math.floor(Math.min(...corners.map((p) => p.y))) - 1;
  const area = {
    x: left,
    y: top,
    width: Math.ceil(Math.max(...corners.map((p) => p.x))) + 2 - left,
    height: Math.ceil(Math.max(...corners.map((p) => p.y))) + 2 - top,
  };
  const around = lumaOf(frame, area);
  const luma = warp(around, width, height, { ...toFrame, tx: toFrame.tx - left, ty: toFrame.ty - top });
  return { luma, unit };
};
