/** Everything the stages found in one print, at 500 ppi: what measures, reasons and selection read. */
import type { Minutia } from "../../api/words/finger.ts";
import type { CellGrid, Plane } from "./plane.ts";
import type { Binary } from "./stages/binarisation.ts";
import type { Contrast } from "./stages/contrast.ts";
import type { Frequency } from "./stages/frequency.ts";
import type { Orientation } from "./stages/orientation.ts";
import type { Segmentation } from "./stages/segmentation.ts";

/** What the stages found, at 500 ppi; quality measures read it. */
export interface FingerFeatures {
  readonly print: Plane;
  readonly contrast: Contrast;
  /** Of the unfiltered print. */
  readonly first: Orientation;
  /** Of the enhanced print. */
  readonly orientation: Orientation;
  readonly segmentation: Segmentation;
  readonly frequency: Frequency;
  readonly enhanced: Plane;
  /** Agreement of the print with its enhancement, 0..1. */
  readonly clarity: CellGrid;
  readonly binary: Binary;
  /** Best first. */
  readonly minutiae: readonly Minutia[];
}
