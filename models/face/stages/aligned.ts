/** The face turned upright and brought to one size, and the planes and regions read from it. */
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Point } from "../../../api/words/units.ts";
import { ALIGNED, EYE_ELLIPSE } from "../../params/face.ts";
import { LINEAR } from "./colour.ts";
import { LANDMARK, between, convexHull, eyesOfLandmarks, fillPolygon, pointAt } from "./geometry.ts";
import { halved } from "./halved.ts";
import { plane } from "./plane.ts";
import type { Plane } from "./plane.ts";
import { apply, fit, fromPairs, invert, scaleOf } from "./similarity.ts";
import type { Similarity } from "./similarity.ts";
import type { AlignedFace, EyeCentres, FaceRegion, Landmarks } from "./parts.ts";

/** Averages whole blocks, so that reading between pixels afterwards does not alias. */
const blocks = (frame: RgbImage, block: number): RgbImage => {
  if (block === 1) return frame;
  if (block === 2 || block === 4) return block === 2 ? halved(frame) : halved(halved(frame));
  const { width, height, pixels } = frame;
  const w = Math.floor(width / block);
  const h = Math.floor(height / block);
  const out = new Uint8Array(w * h * 3);
  const n = block * block;
  for (let y = 0; y < h; y += 1)
    for (let x = 0; x < w; x += 1)
      for (let c = 0; c < 3; c += 1) {
        let sum = 0;
        for (let by = 0; by < block; by += 1) {
          let at = ((y * block + by) * width + x * block) * 3 + c;
          for (let bx = 0; bx < block; bx += 1, at += 3) sum += pixels[at] ?? 0;
        }
        out[(y * w + x) * 3 + c] = sum / n;
      }
  return { width: w, height: h, pixels: out };
};

/** A square upright picture read through `toFrame`; black where the frame ends. */
const readThrough = (frame: RgbImage, toFrame: Similarity, size: number): RgbImage => {
  const block = Math.max(1, Math.floor(scaleOf(toFrame)));
  const source = blocks(frame, block);
  const pixels = new Uint8Array(size * size * 3);
  const from = source.pixels;
  const line = source.width * 3;
  const [a, b] = [toFrame.a / block, toFrame.b / block];
  const [tx, ty] = [(toFrame.tx + 0.5) / block - 0.5, (toFrame.ty + 0.5) / block - 0.5];
  for (let y = 0, out = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1, out += 3) {
      const fx = a * x - b * y + tx;
      const fy = b * x + a * y + ty;
      const x0 = Math.floor(fx);
      const y0 = Math.floor(fy);
      if (x0 < 0 || y0 < 0 || x0 + 1 >= source.width || y0 + 1 >= source.height) continue;
      const wx = fx - x0;
      const wy = fy - y0;
      const at = y0 * line + x0 * 3;
      for (let c = at; c < at + 3; c += 1) {
        const top = (from[c] ?? 0) * (1 - wx) + (from[c + 3] ?? 0) * wx;
        const bottom = (from[c + line] ?? 0) * (1 - wx) + (from[c + line + 3] ?? 0) * wx;
        pixels[out + c - at] = top + (bottom - top) * wy + 0.5;
      }
    }
  return { width: size, height: size, pixels };
};

export const alignByEyes = (frame: RgbImage, eyes: EyeCentres): AlignedFace => {
  const fromFrame = fromPairs([eyes.right, eyes.left], [ALIGNED.rightEye, ALIGNED.leftEye]);
  return {
    image: readThrough(frame, invert(fromFrame), ALIGNED.size),
    fromFrame,
    anchors: {
      rightEye: ALIGNED.rightEye,
      leftEye: ALIGNED.leftEye,
      mouth: between(ALIGNED.mouthRight, ALIGNED.mouthLeft),
    },
  };
};

/** Least squares over the five points of ISO/IEC 29794-5. */
export const alignByLandmarks = (frame: RgbImage, landmarks: Landmarks): AlignedFace => {
  const eyes = eyesOfLandmarks(landmarks);
  const { noseTip, mouth } = LANDMARK;
  const [mouthRight, mouthLeft] = [pointAt(landmarks, mouth.right), pointAt(landmarks, mouth.left)];
  const fromFrame = fit(
    [eyes.right, eyes.left, pointAt(landmarks, noseTip), mouthRight, mouthLeft],
    [ALIGNED.rightEye, ALIGNED.leftEye, ALIGNED.noseTip, ALIGNED.mouthRight, ALIGNED.mouthLeft],
  );
  const at = (p: Point): Point => apply(fromFrame, p);
  return {
    image: readThrough(frame, invert(fromFrame), ALIGNED.size),
    fromFrame,
    anchors: {
      rightEye: at(eyes.right),
      leftEye: at(eyes.left),
      mouth: at(between(mouthRight, mouthLeft)),
    },
  };
};

/** Linear-light luminance, 0..255. */
export const luminancePlane = ({ image }: AlignedFace): Plane => {
  const out = plane(image.width, image.height);
  for (let i = 0, at = 0; i < out.values.length; i += 1, at += 3)
    out.values[i] =
      255 *
      (0.2126 * (LINEAR[image.pixels[at] ?? 0] ?? 0) +
        0.7152 * (LINEAR[image.pixels[at + 1] ?? 0] ?? 0) +
        0.0722 * (LINEAR[image.pixels[at + 2] ?? 0] ?? 0));
  return out;
};

const regionOf = (polygon: readonly Point[]): FaceRegion => {
  const inside = new Uint8Array(ALIGNED.size * ALIGNED.size);
  const count = fillPolygon(inside, ALIGNED.size, ALIGNED.size, polygon);
  return { width: ALIGNED.size, height: ALIGNED.size, inside, count };
};

/** The convex hull of all landmarks. */
export const regionByLandmarks = (aligned: AlignedFace, landmarks: Landmarks): FaceRegion =>
  regionOf(convexHull(landmarks.points.map((p) => apply(aligned.fromFrame, p))));

/** Where a mean face lies around its eyes. */
export const regionByEyes = (): FaceRegion => {
  const corners = Array.from({ length: 72 }, (_, i) => {
    const angle = (i * Math.PI) / 36;
    return {
      x: EYE_ELLIPSE.x + EYE_ELLIPSE.halfWidth * Math.cos(angle),
      y: EYE_ELLIPSE.y + EYE_ELLIPSE.halfHeight * Math.sin(angle),
    };
  });
  return regionOf(corners);
};
