import type { RgbImage } from "../../../api/words/sample.ts";
import { COMPRESSION_MAP } from "../../params/face.ts";
import { bySigmoid } from "../mapping.ts";
import { failure } from "../measure.ts";
import type { Measure } from "../measure.ts";
import { blockiness } from "../stages/blocks.ts";
import { once } from "../stages/once.ts";
import type { EyeCentres } from "../stages/parts.ts";
import { between, distance } from "../stages/geometry.ts";

/** The reference's map from the similarity that its network estimates. */
export const referenceScalar = bySigmoid({ h: 1, a: -0.0278, s: 103, x0: 0.3308, w: 0.092 });

const inFace = once((frame: RgbImage) =>
  once((eyes: EyeCentres): number => {
    const middle = between(eyes.left, eyes.right);
    const d = distance(eyes.left, eyes.right);
    return blockiness(frame, { x: middle.x - d, y: middle.y - 0.6 * d, width: 2 * d, height: 2.3 * d });
  }),
);

/**
 * Strength of JPEG's 8 x 8 grid in the face, at the frame's own pixels. It sees what JPEG did last, at any
 * alignment; it does not see JPEG 2000's or a video codec's marks, nor a grid that was resampled away.
 */
export const compressionArtifacts: Measure<"frame" | "eyes"> = {
  id: "CompressionArtifacts",
  about: "ISO/IEC 29794-5, no compression artefacts; excess of steps on the grid, 0 and more",
  algorithm: { name: "jpeg-grid", version: "1.0" },
  needs: ["frame", "eyes"],
  measure: ({ frame, eyes }) => {
    const strength = inFace(frame)(eyes);
    return Number.isNaN(strength) ? failure("The face is too small to look for a grid.") : strength;
  },
  scalar: bySigmoid({ h: 100, a: 1, s: -1, ...COMPRESSION_MAP }),
};
