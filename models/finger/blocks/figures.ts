/**
 * NIST's figures of a print that hang on no minutia extractor: 51 of the 69 measures behind NFIQ 2 (ISO/IEC 29794-4), by
 * the names of NIST's list. Local clarity and two bins that are always empty are left out: they hardly help the likeness.
 */
import { hypotenuse } from "../hypotenuse.ts";
import type { Plane } from "../plane.ts";
import { certainties, CERTAINTY_BINS } from "./certainty.ts";
import { distributionOf, type Distribution } from "./distribution.ts";
import { FLOW_BINS, flowTurns } from "./flow.ts";
import { blockGradients, blocksOf, withoutWhiteFrame, type Block, type Window } from "./grid.ts";
import { regionOf, touchesPrint, type Region } from "./region.ts";
import { ridgeGrid } from "./ridges.ts";
import { WAVE_BINS, waveShares } from "./waves.ts";
import { WIDTH_BINS, widthRatios } from "./widths.ts";

export interface BlockFigures {
  readonly waves: Distribution;
  readonly certainty: Distribution;
  readonly flow: Distribution;
  readonly widths: Distribution;
  /** Agreement of gradients over the blocks that touch the print. */
  readonly coherence: { readonly sum: number; readonly mean: number };
  /** Grey levels, 0 black .. 255 white. */
  readonly grey: { readonly picture: number; readonly blocks: number; readonly region: number };
}

const meanGrey = (print: Plane, { x, y, wide, high }: Block): number => {
  let sum = 0;
  for (let row = y; row < y + high; row += 1)
    for (let at = row * print.width + x; at < row * print.width + x + wide; at += 1)
      sum += print.data[at] as number;
  return sum / (wide * high);
};

const coherenceOf = (print: Plane, window: Window, blocks: readonly Block[], region: Region) => {
  const on = blocks.filter(({ x, y, wide, high }) =>
    touchesPrint(region, x - window.left, y - window.top, wide, high),
  );
  const sum = on.reduce((total, { x, y, wide, high }) => {
    const { xx, yy, xy, length } = blockGradients(print, x, y, wide, high);
    return length === 0 ? total : total + hypotenuse(xx - yy, 2 * xy) / length;
  }, 0);
  return { sum, mean: on.length === 0 ? 0 : sum / on.length };
};

const greyOf = (print: Plane, window: Window, blocks: readonly Block[], region: Region) => {
  const means = blocks.map((block) => meanGrey(print, block));
  const pixels = blocks.reduce((sum, { wide, high }, at) => sum + wide * high * (means[at] ?? 0), 0);
  const area = (window.right - window.left) * (window.bottom - window.top);
  return {
    picture: pixels / area,
    blocks: means.reduce((sum, mean) => sum + mean, 0) / means.length,
    region: region.mean,
  };
};

const figuresOf = (print: Plane, window: Window): BlockFigures => {
  const blocks = blocksOf(window);
  const ridges = ridgeGrid(print, window);
  const region = regionOf(print, window);
  return {
    waves: distributionOf(waveShares(print, window, ridges), WAVE_BINS),
    certainty: distributionOf(certainties(print, blocks), CERTAINTY_BINS),
    flow: distributionOf(flowTurns(ridges), FLOW_BINS),
    widths: distributionOf(widthRatios(print, window, ridges), WIDTH_BINS),
    coherence: coherenceOf(print, window, blocks, region),
    grey: greyOf(print, window, blocks, region),
  };
};

const known = new WeakMap<Plane, BlockFigures | "blank">();

const reckoned = (print: Plane): BlockFigures | "blank" => {
  const window = withoutWhiteFrame(print);
  return window.right > window.left && window.bottom > window.top ? figuresOf(print, window) : "blank";
};

/** Reckoned once for a print; undefined for a picture that is white all over. */
export const blockFigures = (print: Plane): BlockFigures | undefined => {
  const found = known.get(print) ?? reckoned(print);
  known.set(print, found);
  return found === "blank" ? undefined : found;
};

export interface Figure {
  /** As in NIST's list. */
  readonly name: string;
  readonly of: (figures: BlockFigures) => number;
}

const family = (prefix: string, of: (figures: BlockFigures) => Distribution, bins = 10): Figure[] => [
  ...Array.from({ length: bins }, (_, bin) => ({
    name: `${prefix}_Bin10_${bin}`,
    of: (figures: BlockFigures) => of(figures).counts[bin] ?? 0,
  })),
  { name: `${prefix}_Bin10_Mean`, of: (figures) => of(figures).mean },
  { name: `${prefix}_Bin10_StdDev`, of: (figures) => of(figures).spread },
];

export const FIGURES: readonly Figure[] = [
  ...family("FDA", ({ waves }) => waves),
  { name: "ImgProcROIArea_Mean", of: ({ grey }) => grey.region },
  { name: "MMB", of: ({ grey }) => grey.blocks },
  { name: "Mu", of: ({ grey }) => grey.picture },
  ...family("OCL", ({ certainty }) => certainty),
  ...family("OF", ({ flow }) => flow),
  { name: "OrientationMap_ROIFilter_CoherenceRel", of: ({ coherence }) => coherence.mean },
  { name: "OrientationMap_ROIFilter_CoherenceSum", of: ({ coherence }) => coherence.sum },
  ...family("RVUP", ({ widths }) => widths, 8),
];
