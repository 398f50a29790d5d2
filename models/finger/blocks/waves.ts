import { hypotenuse } from "../hypotenuse.ts";
import type { Plane } from "../plane.ts";
import { SIDE, type Window } from "./grid.ts";
import type { RidgeGrid } from "./ridges.ts";
import { profileAcross } from "./turned.ts";

/** Bounds between the ten bins of NIST's figures. */
export const WAVE_BINS = [0.268, 0.304, 0.33, 0.355, 0.38, 0.407, 0.44, 0.5, 1];

/** How much the neighbours of the strongest wave count. */
const NEIGHBOUR_SHARE = 0.3;
const HALF = SIDE / 2;
const WAVES = Array.from({ length: HALF }, (_, k) => ({
  cos: Float64Array.from({ length: SIDE }, (__, i) => Math.cos((2 * Math.PI * (k + 1) * i) / SIDE)),
  sin: Float64Array.from({ length: SIDE }, (__, i) => Math.sin((2 * Math.PI * (k + 1) * i) / SIDE)),
}));

/** Share of the profile's wave amplitudes that the strongest one has; 1 where that is the slowest, which is no ridges. */
const strongestShare = (profile: Float64Array): number => {
  const amplitude = WAVES.map(({ cos, sin }) => {
    let re = 0;
    let im = 0;
    for (let i = 0; i < SIDE; i += 1) {
      re += (profile[i] as number) * (cos[i] as number);
      im += (profile[i] as number) * (sin[i] as number);
    }
    return hypotenuse(re, im);
  });
  const strongest = Math.max(...amplitude);
  const at = amplitude.indexOf(strongest);
  const all = amplitude.slice(0, HALF - 1).reduce((total, value) => total + value, 0);
  if (at === 0 || all === 0) return 1;
  // Beyond half the sampling rate the spectrum is its own mirror.
  const after = amplitude[at + 1] ?? amplitude[at - 1] ?? 0;
  return (strongest + NEIGHBOUR_SHARE * ((amplitude[at - 1] ?? 0) + after)) / all;
};

/** ISO/IEC 29794-4 frequency domain analysis of every block that shows ridges. */
export const waveShares = (print: Plane, window: Window, { blocks }: RidgeGrid): readonly number[] =>
  blocks
    .filter(({ ridges }) => ridges)
    .map((block) => strongestShare(profileAcross(print, window, block, block.normal + Math.PI / 2, "rows")));
