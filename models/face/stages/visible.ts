/** The part of the face's region that nothing covers. */
import { LENS } from "../../params/face.ts";
import { luminanceOf } from "./colour.ts";
import { cheekSquares } from "./cheeks.ts";
import { compose, invert } from "./similarity.ts";
import { SEGMENT_CLASSES } from "./parts.ts";
import type { AlignedFace, FaceRegion, Segmentation } from "./parts.ts";

const luminanceAt = ({ image }: AlignedFace, index: number): number =>
  luminanceOf(
    image.pixels[3 * index] ?? 0,
    image.pixels[3 * index + 1] ?? 0,
    image.pixels[3 * index + 2] ?? 0,
  );

/** Mean luminance of the cheeks: what light lenses show behind them. */
const cheekLuminance = (aligned: AlignedFace): number => {
  let [sum, count] = [0, 0];
  const { right, left } = cheekSquares(aligned);
  for (const square of [right, left])
    for (let y = square.y; y < square.y + square.height; y += 2)
      for (let x = square.x; x < square.x + square.width; x += 2) {
        sum += luminanceAt(aligned, y * aligned.image.width + x);
        count += 1;
      }
  return sum / Math.max(1, count);
};

const SKIN = SEGMENT_CLASSES.indexOf("skin");
const HAIR = SEGMENT_CLASSES.indexOf("hair");
const LENSES = SEGMENT_CLASSES.indexOf("lens");

/**
 * Skin stays; a beard (hair below the eyes) is part of the face and stays; clear lenses stay, lenses much darker
 * than the cheeks do not; frames, coverings, hands and hair over the eyes do not.
 */
export const visibleRegion = (
  region: FaceRegion,
  aligned: AlignedFace,
  segmentation: Segmentation,
): FaceRegion => {
  const toCells = compose(invert(segmentation.toFrame), invert(aligned.fromFrame));
  const { width, height } = segmentation;
  const inside = region.inside.slice();
  const lenses: number[] = [];
  let [count, lensLight] = [0, 0];
  const beardFrom = Math.round((aligned.anchors.leftEye.y + aligned.anchors.mouth.y) / 2);
  for (let i = 0; i < inside.length; i += 1) {
    if (inside[i] !== 1) continue;
    const x = i % region.width;
    const y = (i - x) / region.width;
    const sx = Math.round(toCells.a * x - toCells.b * y + toCells.tx);
    const sy = Math.round(toCells.b * x + toCells.a * y + toCells.ty);
    const known = sx >= 0 && sy >= 0 && sx < width && sy < height;
    const found = known ? segmentation.classes[sy * width + sx] : undefined;
    if (found === SKIN || (found === HAIR && y > beardFrom)) count += 1;
    else if (found === LENSES) {
      lenses.push(i);
      lensLight += luminanceAt(aligned, i);
    } else inside[i] = 0;
  }
  const dark = lenses.length > 0 && lensLight / lenses.length < LENS.darkShare * cheekLuminance(aligned);
  if (dark) for (const i of lenses) inside[i] = 0;
  else count += lenses.length;
  return { ...region, inside, count };
};
