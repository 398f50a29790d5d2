/** A quality for each minutia and the order of a template: the surest first. */
import type { Minutia } from "../../../api/words/finger.ts";
import { EXTRACT } from "../params.ts";
import { gridAt, type CellGrid } from "../plane.ts";
import type { RawMinutia } from "./forks.ts";

const degrees = (radians: number) => (radians * 180) / Math.PI;

/** Quality 1..100, best first, without the doubtful where there are enough sure ones. All three grids are 0..1. */
export const rankMinutiae = (
  raw: readonly RawMinutia[],
  clarity: CellGrid,
  coherence: CellGrid,
  periodicity: CellGrid,
): readonly Minutia[] => {
  const { clear, unclear, worst, few, periodic, periodicShare } = EXTRACT.ranking;
  const ranked = raw
    .map(({ kind, x, y, angle }): Minutia => {
      const repeats = Math.min(1, gridAt(periodicity, x, y) / periodic);
      const sure =
        gridAt(clarity, x, y) *
        (0.5 + 0.5 * gridAt(coherence, x, y)) *
        (1 - periodicShare + periodicShare * repeats);
      const share = (sure - unclear) / (clear - unclear);
      return {
        kind,
        x,
        y,
        angle: degrees(angle),
        quality: Math.round(1 + 99 * Math.min(1, Math.max(0, share))),
      };
    })
    .sort((a, b) => b.quality - a.quality);
  return ranked
    .filter(({ quality }, place) => quality >= worst || place < few)
    .slice(0, EXTRACT.minutiae.most);
};
