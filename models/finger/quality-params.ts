/**
 * Numbers of the quality score and its reasons; models/training/finger/fit.py prints them. The score blends two
 * predictions. One is how an impression compares with the others of its finger, fitted on synthetic prints only (160
 * fingers x 6 impressions of mixed sensors and conditions). The other is what NIST's public-domain figures of its
 * conformance prints say of the picture (likeness.ts). Scale and offset put equal expected false non-match rates at
 * equal scores on NIST's scale.
 */
export const QUALITY = {
  offset: -42.49,
  /** Of usable area times mean orientation certainty. */
  perCertainSquareMillimetre: 0.1287,
  /** More area than this helps no further. */
  mostUsable: 260,
  /** Of the natural logarithm of the count of sure minutiae, which is held to this range. */
  perLogOfMinutiae: 14.3764,
  minutiae: { least: 4, most: 80 },
  perLikeness: 0.7475,
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
    /** Blur all over in spite of contrast, or contrast that hangs on the ridges' direction. */
    moved: { clarity: 0.74, contrast: 18, bias: 0.5 },
    /** Ridge periods that no finger has, pixels at 500 ppi: children of six have 6, large thumbs 12. */
    period: { least: 5.4, most: 14.5 },
    /** Lines that run anywhere are noise: of prints the least certain has 0.24 (synthetic and NIST's 0.28), noise at most 0.17. */
    random: { certainty: 0.22, flow: 0.45 },
    /** Ridge-band contrast outside the print, as a share of that inside. */
    residue: 0.28,
    /** Of faint, unbroken ridges in the print; on clean glass at most 0.02. */
    foreign: 0.028,
  },
} as const;
