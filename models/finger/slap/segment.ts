/** Slaps of two or four fingers: where each finger lies, however the hand is turned, and which finger it is. */
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { GreyImage } from "../../../api/words/sample.ts";
import type { Degrees, PixelsPerInch, Point } from "../../../api/words/units.ts";
import { checkPrint, FEATURE_PPI, toFeatureFrame } from "../input.ts";
import { evenContrast } from "../stages/contrast.ts";
import { ridgeOrientation } from "../stages/orientation.ts";
import { segmentPrint } from "../stages/segmentation.ts";
import type { Blob } from "./fingers.ts";
import { findHand } from "./hand.ts";
import { CELL_MM, SLAP } from "./params.ts";
import { coveredCells } from "./turn.ts";

/** Fingers as they lie on the platen from left to right, nails up. */
export const SLAPS = {
  "right-four": ["right-index", "right-middle", "right-ring", "right-little"],
  "left-four": ["left-little", "left-ring", "left-middle", "left-index"],
  "two-thumbs": ["left-thumb", "right-thumb"],
  "two-indexes": ["left-index", "right-index"],
  "right-two": ["right-index", "right-middle"],
  "left-two": ["left-middle", "left-index"],
} as const satisfies Record<string, readonly FingerPosition[]>;

export interface SlapFinger {
  readonly position: FingerPosition;
  /** Corners in the picture's own pixels: the tip's left, its right, then the base's right and left. */
  readonly corners: readonly [Point, Point, Point, Point];
  /** The finger alone, original pixels unturned; what lies outside its corners is white. */
  readonly image: GreyImage;
}

export interface SlapResult {
  /** Turn of the hand, counter-clockwise. */
  readonly turn: Degrees;
  readonly fingers: readonly SlapFinger[];
  /** Asked for and not seen. */
  readonly missing: readonly FingerPosition[];
  /** False: fewer were seen than asked for, and more than one naming fits; ask the operator. */
  readonly certain: boolean;
  /** More fingers than asked for were seen; the largest were kept. */
  readonly surplus: number;
}

/** Corners of an upright box of cells in picture pixels. */
const cornersOf = (
  blob: Blob,
  turn: Degrees,
  size: { columns: number; rows: number },
  scale: number,
): SlapFinger["corners"] => {
  const [c, s] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const edge = SLAP.margin / CELL_MM;
  const place = (x: number, y: number): Point => ({
    x: (c * x + s * y + size.columns / 2) * 8 * scale,
    y: (-s * x + c * y + size.rows / 2) * 8 * scale,
  });
  const [left, right, top, bottom] = [
    blob.left - edge,
    blob.right + edge,
    blob.top - edge,
    blob.bottom + edge,
  ];
  return [place(left, top), place(right, top), place(right, bottom), place(left, bottom)];
};

/** Inside a convex outline whose corners run clockwise on the screen. */
const within = (corners: readonly Point[], x: number, y: number): boolean =>
  corners.every((from, k) => {
    const to = corners[(k + 1) % corners.length] ?? from;
    return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x) >= 0;
  });

/** Whole pixels that hold the values, inside 0..limit. */
const bound = (values: readonly number[], limit: number) => [
  Math.max(0, Math.floor(Math.min(...values))),
  Math.min(limit, Math.ceil(Math.max(...values))),
];

const cut = (image: GreyImage, corners: readonly Point[]): GreyImage => {
  const [left = 0, right = 0] = bound(
    corners.map(({ x }) => x),
    image.width,
  );
  const [top = 0, bottom = 0] = bound(
    corners.map(({ y }) => y),
    image.height,
  );
  const width = Math.max(1, right - left);
  const height = Math.max(1, bottom - top);
  const pixels = new Uint8Array(width * height).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      if (within(corners, left + x + 0.5, top + y + 0.5))
        pixels[y * width + x] = image.pixels[(top + y) * image.width + left + x] ?? 255;
  return { width, height, pixels };
};

/**
 * Finds the fingers of a slap. `asked` names the fingers that should be there, from left to right (see SLAPS), without
 * those known to be missing. Throws OutsideFault as extractFinger does.
 */
export const segmentSlap = (
  image: GreyImage,
  ppi: PixelsPerInch,
  asked: readonly FingerPosition[],
): SlapResult => {
  checkPrint(image, ppi);
  const { signal, strength } = evenContrast(toFeatureFrame(image, ppi));
  const { mask } = segmentPrint(strength, ridgeOrientation(signal).ridgeness, {
    voteSigma: 0.9,
    leastShare: 0.05,
  });
  const cells = coveredCells(mask);
  if (cells.x.length === 0) return { turn: 0, fingers: [], missing: asked, certain: true, surplus: 0 };
  const { turn, blobs, naming, surplus } = findHand(cells, asked);
  const fingers = blobs.map((blob, k): SlapFinger => {
    const corners = cornersOf(blob, turn, mask, ppi / FEATURE_PPI);
    return { position: naming.positions[k] ?? "right-index", corners, image: cut(image, corners) };
  });
  return {
    turn,
    fingers,
    missing: asked.filter((position) => !naming.positions.includes(position)),
    certain: naming.certain,
    surplus,
  };
};
