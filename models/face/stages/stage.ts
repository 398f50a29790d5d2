/**
 * What is known of a face at each step, and how a step is made. A stage may be absent, with a reason: a measure
 * that needs it then answers failure-to-assess. Makers and measures name the stages they need and are handed
 * no other.
 */
import type { AlgorithmId } from "../../../api/words/quality.ts";
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Degrees } from "../../../api/words/units.ts";
import type { Backdrop } from "./backdrop.ts";
import type { FoundEyes } from "./classical-eyes.ts";
import type { Detail } from "./detail.ts";
import type { Head } from "./head.ts";
import type { FaceLandmarks } from "./net-answer.ts";
import type { Plane } from "./plane.ts";
import type { Sclera } from "./sclera.ts";
import type {
  AlignedFace,
  EyeCentres,
  FaceBox,
  FaceRegion,
  FaceState,
  HeadPose,
  Landmarks,
  Segmentation,
} from "./parts.ts";

export interface FaceStages {
  readonly frame: RgbImage;
  /** Every face found, largest first; at least one. */
  readonly faces: readonly FaceBox[];
  /** The classical finder's answer. */
  readonly found: FoundEyes;
  readonly eyes: EyeCentres;
  /** The landmark network's whole answer for the largest face. */
  readonly located: FaceLandmarks;
  readonly landmarks: Landmarks;
  readonly pose: HeadPose;
  /** Roll alone, from the line through the eyes. */
  readonly eyeLine: { readonly roll: Degrees; readonly distance: number };
  readonly state: FaceState;
  readonly segmentation: Segmentation;
  readonly aligned: AlignedFace;
  /** Linear-light luminance of the aligned face, 0..255 (ISO/IEC 29794-5 computes on this). */
  readonly luminance: Plane;
  readonly region: FaceRegion;
  /** The region less what covers it. */
  readonly visible: FaceRegion;
  readonly detail: Detail;
  readonly backdrop: Backdrop;
  readonly sclera: Sclera;
  readonly head: Head;
  /** Light on the face over light on the backdrop; empty where the white of the eyes is not seen. */
  readonly light: { readonly onFace?: number };
}
export type StageName = keyof FaceStages;

export type StageOutcome<T> =
  | { readonly kind: "made"; readonly value: T; readonly by: AlgorithmId }
  | { readonly kind: "absent"; readonly reason: string };

export type StageSet = { readonly [K in StageName]?: StageOutcome<FaceStages[K]> };

export interface StageMaker<K extends StageName, N extends StageName> {
  readonly makes: K;
  readonly needs: readonly N[];
  readonly by: AlgorithmId;
  /** A string says in one sentence why the stage cannot be made from this picture. */
  make(from: Pick<FaceStages, N>): FaceStages[K] | string | Promise<FaceStages[K] | string>;
}
export type AnyStageMaker = { [K in StageName]: StageMaker<K, StageName> }[StageName];
