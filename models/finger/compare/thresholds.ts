/**
 * Scores from which two prints count as one finger, at stated false match rates of one comparison. From 50,880 pairs of
 * different fingers among 960 synthetic prints (160 fingers, three sensors, all conditions from good to hopeless); the
 * same data miss 2.3, 3.6 and 4.9 % of genuine pairs. On the research prints beside the checkout the bench finds lower
 * thresholds at the same rates, so these are on the safe side.
 */
export const THRESHOLDS = { "1 in 100": 21.4, "1 in 1000": 27.6, "1 in 10000": 32.9 } as const;

export type FalseMatchRate = keyof typeof THRESHOLDS;

/** Whether a score of compareFingers says "the same finger" at that false match rate. */
export const isSameFinger = (score: number, rate: FalseMatchRate): boolean => score >= THRESHOLDS[rate];
