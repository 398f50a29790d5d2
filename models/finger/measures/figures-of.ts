import { blockFigures, type BlockFigures } from "../blocks/figures.ts";
import type { FingerFeatures } from "../features.ts";

/** NIST's figures of a picture with a print in it; undefined: there is none. */
export const figuresOf = ({ print, segmentation }: FingerFeatures): BlockFigures | undefined =>
  segmentation.area === 0 ? undefined : blockFigures(print);
