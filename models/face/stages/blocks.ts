/** The 8 x 8 grid that JPEG leaves behind: how much stronger steps are across its lines than between them. */
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Rectangle } from "../../../api/words/units.ts";
import { GRID } from "../../params/face.ts";

const lumaPlane = ({ width, pixels }: RgbImage, area: Rectangle): Float32Array => {
  const out = new Float32Array(area.width * area.height);
  for (let y = 0; y < area.height; y += 1)
    for (let x = 0; x < area.width; x += 1) {
      const at = ((area.y + y) * width + area.x + x) * 3;
      out[y * area.width + x] =
        0.299 * (pixels[at] ?? 0) + 0.587 * (pixels[at + 1] ?? 0) + 0.114 * (pixels[at + 2] ?? 0);
    }
  return out;
};

/**
 * Mean size of steps at each of the eight phases along one axis. A step is what is left of a difference after
 * the differences beside it are taken off, so that slopes do not count; strong edges are left out.
 */
const stepsByPhase = (luma: Float32Array, width: number, height: number, across: boolean): Float64Array => {
  const sums = new Float64Array(8);
  const counts = new Float64Array(8);
  const step = across ? 1 : width;
  const [along, lines] = across ? [width, height] : [height, width];
  const line = across ? width : 1;
  for (let l = 0; l < lines; l += 1) {
    let at = l * line + 2 * step;
    for (let i = 2; i < along - 2; i += 1, at += step) {
      const here = luma[at] ?? 0;
      const before = luma[at - step] ?? 0;
      const size = Math.abs(
        here - before - (before - (luma[at - 2 * step] ?? 0) + (luma[at + step] ?? 0) - here) / 2,
      );
      if (size > GRID.strongest) continue;
      const phase = i & 7;
      sums[phase] = (sums[phase] ?? 0) + size;
      counts[phase] = (counts[phase] ?? 0) + 1;
    }
  }
  return sums.map((sum, phase) => sum / Math.max(1, counts[phase] ?? 0));
};

/** The strongest phase over the median of the others, less 1. */
const excess = (steps: Float64Array): number => {
  const sorted = steps.toSorted();
  const strongest = sorted[7] ?? 0;
  const ordinary = ((sorted[3] ?? 0) + (sorted[2] ?? 0)) / 2;
  // Where rounding leaves nearly no steps at all, a grid of even one level shows.
  return (strongest - ordinary) / (ordinary + GRID.rounding);
};

/** 0: no grid; 1: steps on the grid are about twice those beside it. */
export const blockiness = (frame: RgbImage, around: Rectangle): number => {
  const x = Math.max(0, Math.floor(around.x));
  const y = Math.max(0, Math.floor(around.y));
  const width = Math.min(frame.width, Math.ceil(around.x + around.width)) - x;
  const height = Math.min(frame.height, Math.ceil(around.y + around.height)) - y;
  if (width < 32 || height < 32) return Number.NaN;
  const luma = lumaPlane(frame, { x, y, width, height });
  return Math.max(
    0,
    (excess(stepsByPhase(luma, width, height, true)) + excess(stepsByPhase(luma, width, height, false))) / 2,
  );
};
