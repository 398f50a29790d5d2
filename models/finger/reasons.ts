/** Why a print is poor, in terms of what the applicant can change. */
import type { FingerReason } from "../../api/words/finger.ts";
import type { MeasureResult } from "../../api/words/quality.ts";
import type { FingerFeatures } from "./features.ts";
import { directionBias } from "./measures/direction-bias.ts";
import { flowOfBlocks } from "./measures/flow-of-blocks.ts";
import { foregroundArea } from "./measures/foreground-area.ts";
import { foreignRidges } from "./measures/foreign-ridges.ts";
import { localClarity } from "./measures/local-clarity.ts";
import type { FingerMeasure } from "./measures/measure.ts";
import { orientationCertainty } from "./measures/orientation-certainty.ts";
import { ridgeContrast } from "./measures/ridge-contrast.ts";
import { ridgePeriod } from "./measures/ridge-period.ts";
import { ridgeShare } from "./measures/ridge-share.ts";
import type { CellGrid } from "./plane.ts";
import { QUALITY } from "./quality-params.ts";

type Measures = Readonly<Record<string, MeasureResult>>;

/** Where the print lies: its centre's distance from the picture's, in shares of the sides, and the edges it is cut by. */
const placement = (mask: CellGrid) => {
  let [x, y, count, left, right, up, down] = [0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < mask.data.length; at += 1) {
    if (mask.data[at] !== 1) continue;
    const column = at % mask.columns;
    const row = (at - column) / mask.columns;
    x += column + 0.5;
    y += row + 0.5;
    count += 1;
    if (column === 0) left += 1;
    if (column === mask.columns - 1) right += 1;
    if (row === 0) up += 1;
    if (row === mask.rows - 1) down += 1;
  }
  return {
    x: x / count / mask.columns - 0.5,
    y: y / count / mask.rows - 0.5,
    cut: { left: left > 2, right: right > 2, up: up > 2, down: down > 2 },
  };
};

const shifted = (mask: CellGrid): FingerReason[] => {
  const { x, y, cut } = placement(mask);
  const limit = QUALITY.reasons.offCentre;
  const found: FingerReason[] = [];
  if (cut.left && x < -limit) found.push("too-far-left");
  if (cut.right && x > limit) found.push("too-far-right");
  if (cut.up && y < -limit) found.push("too-far-up");
  if (cut.down && y > limit) found.push("too-far-down");
  return found;
};

/** Ridge-band contrast off the print, two cells away from it, against that on it. */
const residue = (strength: CellGrid, mask: CellGrid): number => {
  let inside = 0;
  let insideCount = 0;
  let outside = 0;
  let outsideCount = 0;
  for (let row = 2; row < mask.rows - 2; row += 1)
    for (let column = 2; column < mask.columns - 2; column += 1) {
      const at = row * mask.columns + column;
      const value = strength.data[at] as number;
      if (mask.data[at] === 1) {
        inside += value;
        insideCount += 1;
        continue;
      }
      const beside = mask.data[at - 2] === 0 && mask.data[at + 2] === 0;
      const above = mask.data[at - 2 * mask.columns] === 0 && mask.data[at + 2 * mask.columns] === 0;
      if (mask.data[at] === 0 && beside && above) {
        outside += value;
        outsideCount += 1;
      }
    }
  if (insideCount === 0 || outsideCount < 40) return 0;
  return outside / outsideCount / (inside / insideCount);
};

const raw = (measure: FingerMeasure, measures: Measures): number => {
  const result = measures[measure.id];
  return result?.kind === "assessed" ? result.raw : 0;
};

/** Whether the ridges are as far apart as on skin; a period that could not be measured says nothing. */
const possibleRidges = (measures: Measures): boolean => {
  const { least, most } = QUALITY.reasons.period;
  const period = raw(ridgePeriod, measures);
  return period === 0 || (period >= least && period <= most);
};

/** Noise of any fineness has lines too, as far apart as ridges even, but they run in no direction and keep to none. */
const runAnywhere = (measures: Measures): boolean => {
  const { certainty, flow } = QUALITY.reasons.random;
  return raw(orientationCertainty, measures) < certainty && raw(flowOfBlocks, measures) > flow;
};

/** Reasons of a print whose score is `score`, the gravest first; none for a good one. */
export const applicantReasons = (
  features: FingerFeatures,
  measures: Measures,
  score: number,
): readonly FingerReason[] => {
  const limits = QUALITY.reasons;
  const area = raw(foregroundArea, measures);
  if (area < limits.noPrint) return ["nothing-there"];
  if (runAnywhere(measures)) return ["nothing-there"];
  if (!possibleRidges(measures)) return ["wrong-resolution"];
  // Cloth, stripes, a scrap: nothing that could ever be compared.
  if (features.minutiae.length === 0) return [area < limits.small ? "too-small" : "nothing-there"];
  if (score >= limits.below) return [];
  const { mask } = features.segmentation;
  const clarity = raw(localClarity, measures);
  const share = raw(ridgeShare, measures);
  const contrast = raw(ridgeContrast, measures);
  const found = shifted(mask);
  const light = contrast < limits.light.contrast && share < limits.light.share;
  if (light) found.push("press-harder");
  else if (share < limits.dry.share && clarity < limits.dry.clarity) found.push("too-dry");
  else if (share > limits.wet.share && clarity < limits.wet.clarity) found.push("too-wet");
  else if (raw(directionBias, measures) > limits.moved.bias) found.push("moved");
  else if (clarity < limits.moved.clarity && contrast > limits.moved.contrast) found.push("moved");
  if (area < limits.small && found.length === 0) found.push("too-small");
  const beside = residue(features.contrast.strength, mask) > limits.residue;
  if (beside || raw(foreignRidges, measures) > limits.foreign) found.push("smudged-glass");
  return found;
};
