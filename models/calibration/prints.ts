/** Dynamic range over recent prints (TR-03121-3.2 5.1.5.1.5): only the count of each print's levels is ever kept. */
import type { Measurement } from "../../api/words/calibration.ts";
import type { GreyImage } from "../../api/words/sample.ts";
import { unmeasurable } from "./fit.ts";
import { measured } from "./judge.ts";

/** Fewer prints say nothing of 80 %, let alone of 99 %. */
export const LEAST_PRINTS = 20;
const LEAST_PIXELS = 5;

/** Grey levels that at least five pixels have. */
export const greyRange = ({ pixels }: GreyImage): number => {
  const counts = new Uint32Array(256);
  for (const level of pixels) counts[level] = (counts[level] ?? 0) + 1;
  return counts.filter((count) => count >= LEAST_PIXELS).length;
};

/** `ranges`: greyRange of each recent print. Throws OutsideFault picture-unreadable for fewer than twenty. */
export const measurePrintRange = (ranges: readonly number[]): readonly Measurement[] => {
  if (ranges.length < LEAST_PRINTS)
    throw unmeasurable(
      `${ranges.length} recent prints are known and ${LEAST_PRINTS} are needed; enrol as usual, then calibrate again.`,
    );
  const share = (least: number) => (100 * ranges.filter((range) => range >= least).length) / ranges.length;
  // Binomial, two deviations.
  const spread = (percent: number) => 2 * Math.sqrt(Math.max(0, percent * (100 - percent)) / ranges.length);
  const [most, some] = [share(200), share(128)];
  return [measured("range-200", most, spread(most)), measured("range-128", some, spread(some))];
};
