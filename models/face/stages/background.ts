/** Where the aligned picture shows background, and what else segmentation says of it. */
import type { RgbImage } from "../../../api/words/sample.ts";
import { ALIGNED, PARSING } from "../../params/face.ts";
import { plane, sample } from "./plane.ts";
import type { Plane } from "./plane.ts";
import { apply, invert } from "./similarity.ts";
import { SEGMENT_CLASSES } from "./stage.ts";
import type { AlignedFace, SegmentClass, Segmentation } from "./stage.ts";

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
const eroded = (mask: Uint8Array, width: number, height: number): Uint8Array =>
  mask.map((value, i) => {
    if (value === 0) return 0;
    const x = i % width;
    const y = (i - x) / width;
    for (let dy = -2; dy <= 1; dy += 1)
      for (let dx = -2; dx <= 1; dx += 1) {
        const [nx, ny] = [x + dx, y + dy];
        if (nx >= 0 && ny >= 0 && nx < width && ny < height && mask[ny * width + nx] === 0) return 0;
      }
    return 1;
  });

/** The shrunk luminance and, on its grid, 1 where background of the frame (not of the alignment's edge) is seen. */
export const backgroundMask = (
  aligned: AlignedFace,
  luminance: Plane,
  segmentation: Segmentation,
  frame: RgbImage,
): { small: Plane; mask: Uint8Array } => {
  const small = shrunk(luminance);
  const toFrame = invert(aligned.fromFrame);
  const classOf = classAt(aligned, segmentation);
  const { left, factor } = PARSING.background;
  const mask = new Uint8Array(small.values.length);
  for (let y = 0; y < small.height; y += 1)
    for (let x = 0; x < small.width; x += 1) {
      const p = { x: left + x * factor, y: y * factor };
      const at = apply(toFrame, p);
      const within = at.x >= 0 && at.y >= 0 && at.x <= frame.width - 1 && at.y <= frame.height - 1;
      if (within && classOf(p.x, p.y) === "background") mask[y * small.width + x] = 1;
    }
  return { small, mask: eroded(mask, small.width, small.height) };
};

/** Strength of the gradient, 3 x 3 Sobel kernels, edges repeated. */
export const sobel = ({ width, height, values }: Plane): Plane => {
  const out = plane(width, height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [l, r] = [Math.max(x - 1, 0), Math.min(x + 1, width - 1)];
      const [t, m, b] = [Math.max(y - 1, 0) * width, y * width, Math.min(y + 1, height - 1) * width];
      const v = (i: number): number => values[i] ?? 0;
      const gx = v(t + r) + 2 * v(m + r) + v(b + r) - v(t + l) - 2 * v(m + l) - v(b + l);
      const gy = v(b + l) + 2 * v(b + x) + v(b + r) - v(t + l) - 2 * v(t + x) - v(t + r);
      out.values[y * width + x] = Math.hypot(gx, gy);
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
