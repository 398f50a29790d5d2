/**
 * Scores from which two prints count as one finger, at stated false match rates of one comparison. From all 457,920 pairs
 * of different fingers among 960 synthetic prints (160 fingers, three sensors, all conditions from good to hopeless;
 * models/training/finger/impostors.mjs), extractor 2; they miss 5.0, 6.7 and 8.5 % of the 2,400 genuine pairs of the same
 * prints. 1 in 10,000 is 46 of those pairs. On the research prints beside the checkout the bench finds lower thresholds at
 * the same rates, so these are on the safe side.
 */
export const THRESHOLDS = { "1 in 100": 18.8, "1 in 1000": 25.7, "1 in 10000": 32.1 } as const;

export type FalseMatchRate = keyof typeof THRESHOLDS;

/** Whether a score of compareFingers says "the same finger" at that false match rate. */
export const isSameFinger = (score: number, rate: FalseMatchRate): boolean => score >= THRESHOLDS[rate];
