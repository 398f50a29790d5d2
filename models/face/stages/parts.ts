/** The parts of a face as the stages hand them to each other: places, directions, states, areas. */
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Degrees, Point, Rectangle } from "../../../api/words/units.ts";
import type { Similarity } from "./similarity.ts";

/** Upright box around a face, brow to chin, in frame pixels; it may reach over the frame's edge. */
export interface FaceBox extends Rectangle {
  /** 0..1; comparable only within one detector. */
  readonly confidence: number;
}

/** Left and right are the subject's: in an upright picture the left eye has the larger x. */
export interface Sides<T> {
  readonly left: T;
  readonly right: T;
}

/** Eye centres are midpoints of the eye's corners (ISO/IEC 39794-5 feature points 12.1 and 12.2), frame pixels. */
export type EyeCentres = Sides<Point>;

/**
 * 98 points in the WFLW order, frame pixels: 0-32 jaw from the subject's right ear over the chin (16) to the left,
 * 33-50 brows, 51-59 nose, 60-67 right eye, 68-75 left eye, 76-87 outer lips, 88-95 inner lips, 96 and 97 pupils.
 */
export interface Landmarks {
  readonly points: readonly Point[];
  readonly pupils: Sides<Point>;
}

/** Signs as ISO/IEC 39794-5: yaw positive to the subject's left, pitch positive downwards, roll positive towards the right shoulder. */
export interface HeadPose {
  readonly yaw: Degrees;
  readonly pitch: Degrees;
  readonly roll: Degrees;
}

/** What eyes and mouth are doing. */
export interface FaceState {
  /** 0..1, that the eye is shut. */
  readonly eyeClosed: Sides<number>;
  /** Direction of gaze relative to the head, degrees; signs as HeadPose. */
  readonly gaze: { readonly yaw: Degrees; readonly pitch: Degrees };
}

/** Beards count as hair; eyes, brows, lips and teeth as skin; lenses are any glass, clear or dark. */
export const SEGMENT_CLASSES = [
  "background",
  "skin",
  "hair",
  "head-covering",
  "glasses-frame",
  "lens",
  "occluder",
  "cloth",
] as const;

export type SegmentClass = (typeof SEGMENT_CLASSES)[number];

/** One class a pixel, over a part of the frame. */
export interface Segmentation {
  readonly width: number;
  readonly height: number;
  /** Index into SEGMENT_CLASSES, row-major. */
  readonly classes: Uint8Array;
  /** From segmentation pixels to frame pixels. */
  readonly toFrame: Similarity;
  /** The classes, had `towards` been likelier by this (added to the logarithm of their odds); absent: nobody knows how sure they are. */
  readonly leaning?: (towards: readonly SegmentClass[], by: number) => Uint8Array;
}

/** The face turned upright and brought to one size; geometry in params/face.ts. */
export interface AlignedFace {
  readonly image: RgbImage;
  /** From frame pixels to aligned pixels. */
  readonly fromFrame: Similarity;
  /** Aligned pixels; the mouth is where a mean face has it when only the eyes are known. */
  readonly anchors: { readonly rightEye: Point; readonly leftEye: Point; readonly mouth: Point };
}

/** The pixels of the aligned face that belong to the face; 1 inside. */
export interface FaceRegion {
  readonly width: number;
  readonly height: number;
  readonly inside: Uint8Array;
  readonly count: number;
}
