/** Stage: faces too small for one look at the whole picture: a crowd, or somebody far away. */
import type { RgbImage } from "../../../api/words/sample.ts";
import { facesIn, SIDE, strongest, type DetectedFace } from "./net-boxes.ts";

/** Where tiles begin along one axis: each overlaps the next by half or more. */
const tileStarts = (length: number, tile: number): readonly number[] => {
  const steps = Math.max(0, Math.ceil((length - tile) / (tile / 2)));
  return Array.from({ length: steps + 1 }, (_, i) => (steps === 0 ? 0 : (i * (length - tile)) / steps));
};

/** In a tile a face has to be seen this surely: most pictures without a large face have no small one either. */
const SURE_FAR = 0.6;
/** Side of a tile over the picture's. */
const TILE = 0.4;

/** Whether a box lies within a tile, away from every edge that is not the picture's own. */
const whole = (
  [x, y, w, h]: DetectedFace["box"],
  [left, top]: readonly [number, number],
  tile: number,
  image: RgbImage,
) => {
  const margin = tile / SIDE;
  return (
    Math.max(w, h) < tile / 2 &&
    (left === 0 || x > left + margin) &&
    (top === 0 || y > top + margin) &&
    (left + tile >= image.width || x + w < left + tile - margin) &&
    (top + tile >= image.height || y + h < top + tile - margin)
  );
};

/** Faces too small for one look at the whole picture: a crowd, or somebody far away. Sixteen looks at most, each at a part. */
export const distantFaces = async (image: RgbImage): Promise<readonly DetectedFace[]> => {
  const tile = Math.max(image.width, image.height) * TILE;
  const found: DetectedFace[] = [];
  for (const top of tileStarts(image.height, tile))
    for (const left of tileStarts(image.width, tile)) {
      const window = { x: left + tile / 2, y: top + tile / 2, side: tile, angle: 0 };
      for (const face of await facesIn(image, window))
        if (face.confidence >= SURE_FAR && whole(face.box, [left, top], tile, image)) found.push(face);
    }
  return strongest(found);
};
