/**
 * A classical eye finder: no network, no training. A drawn face (tones and horizontal edges, both in log
 * luminance) is searched for over sizes and rolls; the best hypotheses are corrected by the irises, which the
 * directions of gradients give away, and judged by likeness and mirror symmetry. It serves where the networks
 * are not loaded, and as their independent witness. It knows frontal faces, upright within 15 degrees, only.
 */
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Point } from "../../../api/words/units.ts";
import { FINDER } from "../../params/face.ts";
import { likeness } from "./face-likeness.ts";
import { searchFaces, separate } from "./face-search.ts";
import { irisCentre } from "./iris-centre.ts";
import { blockLuma, shrink, warp } from "./plane.ts";
import type { Plane } from "./plane.ts";
import { apply } from "./similarity.ts";
import type { EyeCentres, FaceBox } from "./parts.ts";

export const CLASSICAL_EYES = { name: "classical-eyes", version: "1.0" } as const;

export interface FoundEyes {
  /** Midpoints of the eye's corners, estimated from the irises; frame pixels. */
  readonly centres: EyeCentres;
  readonly irises: EyeCentres;
  readonly face: FaceBox;
}

/** Around the eyes, brow to chin and ear to ear of a mean face. */
const boxOf = (eyes: EyeCentres, confidence: number): FaceBox => {
  const distance = Math.hypot(eyes.left.x - eyes.right.x, eyes.left.y - eyes.right.y);
  const x = (eyes.left.x + eyes.right.x) / 2;
  const y = (eyes.left.y + eyes.right.y) / 2;
  const { side, above, below } = FINDER.box;
  return {
    x: x - side * distance,
    y: y - above * distance,
    width: 2 * side * distance,
    height: (above + below) * distance,
    confidence,
  };
};

/** Both eyes moved to the irises near them. */
const atIrises = (picture: Plane, rough: EyeCentres): EyeCentres => {
  const [dx, dy] = [rough.left.x - rough.right.x, rough.left.y - rough.right.y];
  const size = FINDER.irisPatch;
  const half = (size - 1) / 2;
  // Upright, one eye distance being FINDER.irisDistance patch pixels.
  const [a, b] = [dx / FINDER.irisDistance, dy / FINDER.irisDistance];
  const one = (eye: Point): Point => {
    const toPicture = { a, b, tx: eye.x - a * half + b * half, ty: eye.y - b * half - a * half };
    return apply(toPicture, irisCentre(warp(picture, size, size, toPicture)));
  };
  return { left: one(rough.left), right: one(rough.right) };
};

const scaled = (eyes: EyeCentres, factor: number): EyeCentres => {
  const one = (p: Point): Point => ({ x: (p.x + 0.5) * factor - 0.5, y: (p.y + 0.5) * factor - 0.5 });
  return { left: one(eyes.left), right: one(eyes.right) };
};

/** From iris centre to the middle between the eye's corners, which lies lower. */
const cornersMiddle = (irises: EyeCentres): EyeCentres => {
  const dx = irises.left.x - irises.right.x;
  const dy = irises.left.y - irises.right.y;
  const move = (p: Point): Point => ({
    x: p.x - dy * FINDER.cornersBelowIris,
    y: p.y + dx * FINDER.cornersBelowIris,
  });
  return { left: move(irises.left), right: move(irises.right) };
};

/** The one most face-like pair of eyes of the frame, or undefined where nothing is face-like enough. */
export const findEyes = (frame: RgbImage): FoundEyes | undefined => {
  const block = Math.max(1, Math.floor(frame.height / FINDER.fineHeight));
  const fine = blockLuma(frame, block);
  const height = Math.min(FINDER.baseHeight, fine.height);
  if (height < FINDER.leastHeight || fine.width < FINDER.leastHeight / 2) return undefined;
  const base = shrink(fine, Math.max(1, Math.round((fine.width * height) / fine.height)), height);
  const promising = separate(
    searchFaces(base)
      .map((one) => ({ ...one, score: likeness(base, one.eyes).score }))
      .sort((a, b) => b.score - a.score),
    FINDER.refined,
  );
  const [best] = promising
    .map((one) => atIrises(base, one.eyes))
    .map((eyes) => ({ eyes, ...likeness(base, eyes) }))
    .filter(({ score, drawing }) => score >= FINDER.accept.score && drawing >= FINDER.accept.drawing)
    .sort((a, b) => b.score - a.score);
  if (best === undefined) return undefined;
  const irises = scaled(atIrises(fine, scaled(best.eyes, fine.height / base.height)), block);
  const centres = cornersMiddle(irises);
  return { centres, irises, face: boxOf(centres, Math.min(1, best.score)) };
};
