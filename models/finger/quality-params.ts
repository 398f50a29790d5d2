/**
 * Numbers of the quality score and its reasons. The two weights are a ridge regression, on synthetic prints only
 * (160 fingers x 6 impressions of mixed sensors and conditions), of how an impression compares with the others of its
 * finger, relative to that finger's mean. Scale and offset put equal expected false non-match rates at equal scores on
 * the NFIQ 2 scale: the rate of synthetic pairs by their worse score, logistic, against the published rates by score.
 */
export const QUALITY = {
  offset: -45.3,
  /** Of usable area times mean orientation certainty. */
  perCertainSquareMillimetre: 0.2091,
  /** More area than this helps no further. */
  mostUsable: 260,
  perRootOfMinutiae: 14.38,
  mostMinutiae: 60,
  reasons: {
    /** Reasons are given below this score. */
    below: 80,
    /** Square millimetres. */
    noPrint: 20,
    small: 110,
    /** Distance of the print's centre from the picture's, as a share of the picture's side. */
    offCentre: 0.13,
    dry: { share: 0.37, clarity: 0.84 },
    wet: { share: 0.49, clarity: 0.9 },
    light: { contrast: 11, share: 0.45 },
    moved: { clarity: 0.74, contrast: 18 },
    /** Ridge-band contrast outside the print, as a share of that inside. */
    residue: 0.28,
  },
} as const;
