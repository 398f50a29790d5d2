import type { Plane } from "../plane.ts";
import { blockGradients, wholeBlocks, withoutWhiteFrame, type Window } from "./blocks.ts";
import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** Blocks of 32 pixels; across the ridges a signature of 32 samples, each the mean of 16 along them. */
const SIDE = 32;
const ALONG = 16;
/** Half of what the turned 32 x 16 rectangle needs beyond its block. */
const BORDER = 2;
/** Standard deviation of a block, in those of the whole picture, from which it shows ridges. */
const LEAST_DEVIATION = 0.1;
/** Waves in a block from which neighbours of the strongest one count too. */
const NEIGHBOUR_SHARE = 0.3;

const HALF = SIDE / 2;
const waves = Array.from({ length: HALF }, (_, k) => ({
  cos: Float64Array.from({ length: SIDE }, (__, i) => Math.cos((2 * Math.PI * (k + 1) * i) / SIDE)),
  sin: Float64Array.from({ length: SIDE }, (__, i) => Math.sin((2 * Math.PI * (k + 1) * i) / SIDE)),
}));

/** Standard deviation of the pixels of a rectangle. */
const deviation = (print: Plane, { left, top, right, bottom }: Window) => {
  let [sum, squares] = [0, 0];
  for (let y = top; y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const value = print.data[y * print.width + x] as number;
      sum += value;
      squares += value * value;
    }
  const count = (right - left) * (bottom - top);
  return Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
};

/** Whether a block touches one, of the grid from the window's corner, whose grey hardly varies. */
const plainBlocks = (print: Plane, window: Window) => {
  const least = LEAST_DEVIATION * deviation(print, window);
  const columns = Math.ceil((window.right - window.left) / SIDE);
  const rows = Math.ceil((window.bottom - window.top) / SIDE);
  const flat = Array.from({ length: columns * rows }, (_, at) => {
    const left = window.left + (at % columns) * SIDE;
    const top = window.top + Math.floor(at / columns) * SIDE;
    const right = Math.min(window.right, left + SIDE);
    const bottom = Math.min(window.bottom, top + SIDE);
    return deviation(print, { left, top, right, bottom }) <= least;
  });
  return (x: number, y: number): boolean => {
    const column = Math.floor((x - window.left) / SIDE);
    const row = Math.floor((y - window.top) / SIDE);
    return [0, 1].some((down) =>
      [0, 1].some(
        (across) =>
          row + down < rows && column + across < columns && flat[(row + down) * columns + column + across],
      ),
    );
  };
};

/** Grey across the ridges of a block, `normal` being the direction across them, y down. */
const signatureOf = (print: Plane, left: number, top: number, normal: number): Float64Array => {
  const [nx, ny] = [Math.cos(normal), Math.sin(normal)];
  const [cx, cy] = [left + HALF - 0.5, top + HALF - 0.5];
  return Float64Array.from({ length: SIDE }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < ALONG; k += 1) {
      const across = i - HALF + 0.5;
      const along = k - ALONG / 2 + 0.5;
      const x = Math.min(print.width - 1, Math.max(0, Math.round(cx + across * nx - along * ny)));
      const y = Math.min(print.height - 1, Math.max(0, Math.round(cy + across * ny + along * nx)));
      sum += print.data[y * print.width + x] as number;
    }
    return sum / ALONG;
  });
};

/** Share of the signature's wave amplitudes that the strongest one has; 1 where that is the slowest, which is no ridges. */
const strongestShare = (signature: Float64Array): number => {
  const amplitude = waves.map(({ cos, sin }) => {
    let [re, im] = [0, 0];
    for (let i = 0; i < SIDE; i += 1) {
      re += (signature[i] as number) * (cos[i] as number);
      im += (signature[i] as number) * (sin[i] as number);
    }
    return Math.hypot(re, im);
  });
  const strongest = Math.max(...amplitude);
  const at = amplitude.indexOf(strongest);
  const all = amplitude.slice(0, HALF - 1).reduce((total, value) => total + value, 0);
  if (at === 0 || all === 0) return 1;
  // Beyond half the sampling rate the spectrum is its own mirror.
  const after = amplitude[at + 1] ?? amplitude[at - 1] ?? 0;
  return (strongest + NEIGHBOUR_SHARE * ((amplitude[at - 1] ?? 0) + after)) / all;
};

/**
 * ISO/IEC 29794-4 frequency domain analysis, its spread: blocks of one good print resemble each other; a poor one mixes
 * ridges with blocks that hold no wave at all. The block's direction is taken as the reference implementation takes it.
 */
export const frequencySpread: FingerMeasure = {
  id: "frequency-spread",
  unit: "standard deviation over the picture's blocks of 32 pixels of the strongest wave's share",
  assess: ({ print, segmentation }) => {
    if (segmentation.area === 0) return NO_PRINT;
    const window = withoutWhiteFrame(print);
    const plain = plainBlocks(print, window);
    const shares: number[] = [];
    for (const { x, y } of wholeBlocks(window, SIDE, BORDER)) {
      if (plain(x, y)) continue;
      const { xx, yy, xy } = blockGradients(print, x, y, SIDE);
      shares.push(strongestShare(signatureOf(print, x, y, Math.atan2(xy, xx - yy) / 2)));
    }
    if (shares.length < 2) return NO_PRINT;
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (shares.length - 1);
    return scaled(Math.sqrt(variance), 0.35, 0.12);
  },
};
