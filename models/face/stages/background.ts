/** Where the aligned picture shows background, and what else segmentation says of it. */
import type { RgbImage } from "../../../api/words/sample.ts";
import { ALIGNED, PARSING } from "../../params/face.ts";
import { plane, sample } from "./plane.ts";
import type { Plane } from "./plane.ts";
import { apply, compose, invert } from "./similarity.ts";
import { SEGMENT_CLASSES } from "./parts.ts";
import type { AlignedFace, SegmentClass, Segmentation } from "./parts.ts";

/** The class at a point of the frame; undefined outside what was segmented. */
export const classInFrame = (
  segmentation: Segmentation,
): ((x: number, y: number) => SegmentClass | undefined) => {
  const fromFrame = invert(segmentation.toFrame);
  return (x, y) => {
    const at = apply(fromFrame, { x, y });
    const [sx, sy] = [Math.round(at.x), Math.round(at.y)];
    if (sx < 0 || sy < 0 || sx >= segmentation.width || sy >= segmentation.height) return undefined;
    return SEGMENT_CLASSES[segmentation.classes[sy * segmentation.width + sx] ?? 0];
  };
};

/** The class at a point of the aligned picture; undefined outside what was segmented. */
export const classAt = (
  aligned: AlignedFace,
  segmentation: Segmentation,
): ((x: number, y: number) => SegmentClass | undefined) => {
  const toFrame = invert(aligned.fromFrame);
  const classOf = classInFrame(segmentation);
  return (x, y) => {
    const at = apply(toFrame, { x, y });
    return classOf(at.x, at.y);
  };
};

const BACKGROUND = SEGMENT_CLASSES.indexOf("background");

/** Smaller by `factor`, on the part of the aligned picture that ISO/IEC 29794-5 looks at for the background. */
const shrunk = (luminance: Plane): Plane => {
  const out = plane(PARSING.background.width, PARSING.background.height);
  const { left, factor } = PARSING.background;
  for (let y = 0; y < out.height; y += 1)
    for (let x = 0; x < out.width; x += 1)
      out.values[y * out.width + x] = sample(
        luminance,
        left + (x + 0.5) * factor - 0.5,
        (y + 0.5) * factor - 0.5,
      );
  return out;
};

/** Keeps a pixel only where all of the square around it is set (the reference's erosion, 4 x 4). */
const eroded = (mask: Uint8Array, width: number, height: number): Uint8Array => {
  // Row by row, then column by column: the square is the product of the two.
  const rows = mask.slice();
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let d = Math.max(-2, -x); d <= 1 && x + d < width; d += 1)
        if (mask[y * width + x + d] === 0) rows[y * width + x] = 0;
  const out = rows.slice();
  for (let y = 0; y < height; y += 1)
    for (let d = Math.max(-2, -y); d <= 1 && y + d < height; d += 1)
      for (let x = 0; x < width; x += 1) if (rows[(y + d) * width + x] === 0) out[y * width + x] = 0;
  return out;
};

/** The shrunk luminance and, on its grid, 1 where background of the frame (not of the alignment's edge) is seen. */
export const backgroundMask = (
  aligned: AlignedFace,
  luminance: Plane,
  segmentation: Segmentation,
  frame: RgbImage,
): { small: Plane; mask: Uint8Array } => {
  const small = shrunk(luminance);
  const { left, factor } = PARSING.background;
  const toFrame = invert(aligned.fromFrame);
  const toCells = compose(invert(segmentation.toFrame), toFrame);
  const [wide, high] = [segmentation.width, segmentation.height];
  const mask = new Uint8Array(small.values.length);
  for (let y = 0, i = 0; y < small.height; y += 1)
    for (let x = 0; x < small.width; x += 1, i += 1) {
      const px = left + x * factor;
      const py = y * factor;
      const fx = toFrame.a * px - toFrame.b * py + toFrame.tx;
      const fy = toFrame.b * px + toFrame.a * py + toFrame.ty;
      if (fx < 0 || fy < 0 || fx > frame.width - 1 || fy > frame.height - 1) continue;
      const sx = Math.round(toCells.a * px - toCells.b * py + toCells.tx);
      const sy = Math.round(toCells.b * px + toCells.a * py + toCells.ty);
      if (sx < 0 || sy < 0 || sx >= wide || sy >= high) continue;
      if (segmentation.classes[sy * wide + sx] === BACKGROUND) mask[i] = 1;
    }
  return { small, mask: eroded(mask, small.width, small.height) };
};

/** Strength of the gradient where the mask is set, 3 x 3 Sobel kernels, edges repeated; elsewhere 0. */
export const sobel = ({ width, height, values }: Plane, mask: Uint8Array): Plane => {
  const out = plane(width, height);
  const v = (i: number): number => values[i] ?? 0;
  for (let y = 0, i = 0; y < height; y += 1) {
    const m = y * width;
    const t = y > 0 ? m - width : m;
    const b = y < height - 1 ? m + width : m;
    for (let x = 0; x < width; x += 1, i += 1) {
      if (mask[i] !== 1) continue;
      const l = x > 0 ? x - 1 : x;
      const r = x < width - 1 ? x + 1 : x;
      const gx = v(t + r) + 2 * v(m + r) + v(b + r) - v(t + l) - 2 * v(m + l) - v(b + l);
      const gy = v(b + l) + 2 * v(b + x) + v(b + r) - v(t + l) - 2 * v(t + x) - v(t + r);
      out.values[i] = Math.sqrt(gx * gx + gy * gy);
    }
  }
  return out;
};

/** Share of the aligned picture above the mouth's height that is cloth or a head covering. */
export const coveringShare = (aligned: AlignedFace, segmentation: Segmentation): number => {
  const classOf = classAt(aligned, segmentation);
  let [covered, all] = [0, 0];
  const { side, bottom, step } = PARSING.coverings;
  for (let y = 0; y < bottom; y += step)
    for (let x = side; x < ALIGNED.size - side; x += step) {
      const found = classOf(x, y);
      all += 1;
      if (found === "cloth" || found === "head-covering") covered += 1;
    }
  return covered / all;
};
