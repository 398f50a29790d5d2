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
import type { EyeCentres, FaceBox } from "./stage.ts";

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

/** The inverse of cornersMiddle. */
const upFromCorners = (centres: EyeCentres): EyeCentres => {
  const dx = (centres.left.x - centres.right.x) * FINDER.cornersBelowIris;
  const dy = (centres.left.y - centres.right.y) * FINDER.cornersBelowIris;
  const move = (p: Point): Point => ({ x: p.x + dy, y: p.y - dx });
  return { left: move(centres.left), right: move(centres.right) };
};

/** The part of the frame in which the irises can be, and where it begins. */
const around = (frame: RgbImage, eyes: EyeCentres, distance: number) => {
  const x = Math.max(0, Math.floor(Math.min(eyes.left.x, eyes.right.x) - 0.6 * distance));
  const y = Math.max(0, Math.floor(Math.min(eyes.left.y, eyes.right.y) - 0.6 * distance));
  const right = Math.min(frame.width, Math.ceil(Math.max(eyes.left.x, eyes.right.x) + 0.6 * distance));
  const bottom = Math.min(frame.height, Math.ceil(Math.max(eyes.left.y, eyes.right.y) + 0.6 * distance));
  const [width, height] = [Math.max(1, right - x), Math.max(1, bottom - y)];
  const pixels = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    const from = ((y + row) * frame.width + x) * 3;
    pixels.set(frame.pixels.subarray(from, from + width * 3), row * width * 3);
  }
  return { x, y, image: { width, height, pixels } };
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

const move = (eyes: EyeCentres, dx: number, dy: number): EyeCentres => ({
  left: { x: eyes.left.x + dx, y: eyes.left.y + dy },
  right: { x: eyes.right.x + dx, y: eyes.right.y + dy },
});

/**
 * Eye centres that a network placed, made finer by the irises: on sharp open eyes those are found to a hundredth of
 * the eye distance. Kept as they were where an iris would move an eye far, or the two differently.
 */
export const refineEyes = (frame: RgbImage, rough: EyeCentres): EyeCentres => {
  const distance = Math.hypot(rough.left.x - rough.right.x, rough.left.y - rough.right.y);
  const block = Math.max(1, Math.floor(distance / FINDER.refineDistance));
  const cut = around(frame, rough, distance);
  const plane = blockLuma(cut.image, block);
  const within = scaled(move(upFromCorners(rough), -cut.x, -cut.y), 1 / block);
  const fine = move(cornersMiddle(scaled(atIrises(plane, within), block)), cut.x, cut.y);
  const moved = (side: "left" | "right") =>
    Math.hypot(fine[side].x - rough[side].x, fine[side].y - rough[side].y) / distance;
  // Both moves, one taken from the other: an eye under hair goes astray alone.
  const unlike =
    Math.hypot(
      fine.left.x - rough.left.x - fine.right.x + rough.right.x,
      fine.left.y - rough.left.y - fine.right.y + rough.right.y,
    ) / distance;
  const plain = Math.max(moved("left"), moved("right")) < FINDER.refineMost && unlike < FINDER.refineUnlike;
  return plain ? fine : rough;
};
