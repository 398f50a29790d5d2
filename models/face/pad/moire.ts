/** Moire: a screen's pixels or a print's dots beat with the camera's and leave peaks in the spectrum that skin has not. */
import { PAD } from "../../params/pad.ts";
import { sigmoid } from "../mapping.ts";
import type { Detail } from "../stages/detail.ts";
import { sample } from "../stages/plane.ts";
import { spectrum } from "./fourier.ts";

/** The middle of the face, windowed so that its border leaves no cross in the spectrum. */
const windowed = ({ luma }: Detail): Float64Array => {
  const side = PAD.spectrum;
  const out = new Float64Array(side * side);
  const [left, top] = [(luma.width - side) / 2, (luma.height - side) / 2];
  const mean = luma.values.reduce((sum, value) => sum + value, 0) / luma.values.length;
  const hann = Float64Array.from(
    { length: side },
    (_none, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / side),
  );
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1)
      out[y * side + x] =
        (sample(luma, left + x, top + y) - mean) * (hann[x] as number) * (hann[y] as number);
  return out;
};

/** Largest magnitude over the median of its ring, as a natural logarithm. */
const sharpestPeak = (magnitudes: Float64Array): number => {
  const side = PAD.spectrum;
  const rings: number[][] = [];
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side / 2; x += 1) {
      const fy = y < side / 2 ? y : y - side;
      // Lids, lips and hair draw along the axes.
      if (x < 3 || Math.abs(fy) < 3) continue;
      const radius = Math.hypot(x, fy);
      if (radius < PAD.lowest || radius > PAD.highest) continue;
      (rings[Math.floor(radius / 4)] ??= []).push(magnitudes[(y * side) / 2 + x] ?? 0);
    }
  let peak = 0;
  for (const ring of rings) {
    if (ring === undefined || ring.length < 20) continue;
    const sorted = Float64Array.from(ring).sort();
    const median = sorted[sorted.length >> 1] ?? 0;
    peak = Math.max(peak, Math.log((sorted.at(-1) ?? 0) / Math.max(median, 1e-9)));
  }
  return peak;
};

/** 0 bona fide .. 1 attack; undefined where the face is too small for a spectrum. */
export const moireCue = (detail: Detail): number | undefined => {
  if (detail.luma.width < PAD.spectrum || detail.luma.height < PAD.spectrum) return undefined;
  return sigmoid(sharpestPeak(spectrum(windowed(detail), PAD.spectrum)), PAD.moire.half, PAD.moire.width);
};
