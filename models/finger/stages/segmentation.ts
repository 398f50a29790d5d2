/** Where the print is: cells with enough ridge contrast and agreeing gradients, without dirt, frame and holes. */
import { EXTRACT } from "../params.ts";
import { gridAt, likeGrid, type CellGrid } from "../plane.ts";
import { smoothGrid } from "../smooth.ts";

export interface Segmentation {
  /** 1 on the print, 0 elsewhere. */
  readonly mask: CellGrid;
  /** Square pixels at 500 ppi. */
  readonly area: number;
}

const percentile = (values: Float32Array, share: number): number => {
  const sorted = values.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
};

/** Labels 4-connected parts of equal value; returns the label of each cell and each part's cells. */
export const labelParts = (mask: CellGrid, value: number) => {
  const { columns, rows } = mask;
  const labels = new Int32Array(mask.data.length);
  const sizes: number[] = [0];
  const touchesFrame: boolean[] = [false];
  const stack: number[] = [];
  const visit = (next: number, label: number) => {
    if (labels[next] !== 0 || mask.data[next] !== value) return;
    labels[next] = label;
    stack.push(next);
  };
  for (let start = 0; start < labels.length; start += 1) {
    if (labels[start] !== 0 || mask.data[start] !== value) continue;
    const label = sizes.length;
    let size = 0;
    let frame = false;
    labels[start] = label;
    stack.push(start);
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      size += 1;
      const x = at % columns;
      const y = (at - x) / columns;
      if (x === 0 || y === 0 || x === columns - 1 || y === rows - 1) frame = true;
      if (x > 0) visit(at - 1, label);
      if (x < columns - 1) visit(at + 1, label);
      if (y > 0) visit(at - columns, label);
      if (y < rows - 1) visit(at + columns, label);
    }
    sizes.push(size);
    touchesFrame.push(frame);
  }
  return { labels, sizes, touchesFrame };
};

const keepLargeParts = (mask: CellGrid, leastShare: number): void => {
  const parts = labelParts(mask, 1);
  const largest = Math.max(...parts.sizes);
  for (let i = 0; i < mask.data.length; i += 1)
    if ((parts.sizes[parts.labels[i] ?? 0] ?? 0) < largest * leastShare) mask.data[i] = 0;
};

const fillHoles = (mask: CellGrid): void => {
  const parts = labelParts(mask, 0);
  for (let i = 0; i < mask.data.length; i += 1)
    if (mask.data[i] === 0 && parts.touchesFrame[parts.labels[i] ?? 0] === false) mask.data[i] = 1;
};

/** `given` replaces two numbers of the table where several fingers lie side by side. */
export const segmentPrint = (
  strength: CellGrid,
  ridgeness: CellGrid,
  given: { readonly voteSigma?: number; readonly leastShare?: number } = {},
): Segmentation => {
  const p = { ...EXTRACT.segmentation, ...given };
  const limit = Math.max(p.leastContrast, p.relativeContrast * percentile(strength.data, 0.9));
  const votes = likeGrid(strength);
  for (let i = 0; i < votes.data.length; i += 1) {
    const contrast = (strength.data[i] as number) / limit;
    const agreement = ridgeness.data[i] as number;
    votes.data[i] = Math.min(1.5, contrast) * Math.min(1.5, agreement);
  }
  const smooth = smoothGrid(votes, p.voteSigma);
  const mask = { ...smooth, data: smooth.data.map((vote) => (vote > 1 ? 1 : 0)) };
  keepLargeParts(mask, p.leastShare);
  fillHoles(mask);
  const cells = mask.data.reduce((total, value) => total + value, 0);
  return { mask, area: cells * mask.cell * mask.cell };
};

/** Takes out what does not repeat like ridges: edges of the platen, text, creases of a card. */
export const withoutEdges = ({ mask }: Segmentation, periodicity: CellGrid): Segmentation => {
  const p = EXTRACT.segmentation;
  const near = smoothGrid(periodicity, p.periodicSigma);
  const covered = smoothGrid(
    { ...periodicity, data: periodicity.data.map((value) => (value > 0 ? 1 : 0)) },
    p.periodicSigma,
  );
  const ratio = {
    ...near,
    data: near.data.map((value, i) => value / Math.max(0.05, covered.data[i] as number)),
  };
  const kept = { ...mask, data: mask.data.slice() };
  for (let at = 0; at < kept.data.length; at += 1) {
    const x = (at % mask.columns) * mask.cell;
    const y = Math.floor(at / mask.columns) * mask.cell;
    if (gridAt(ratio, x + mask.cell / 2, y + mask.cell / 2) < p.leastPeriodic) kept.data[at] = 0;
  }
  keepLargeParts(kept, p.leastShare);
  fillHoles(kept);
  const cells = kept.data.reduce((total, value) => total + value, 0);
  return { mask: kept, area: cells * kept.cell * kept.cell };
};
