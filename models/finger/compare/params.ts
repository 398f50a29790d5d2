/** Numbers of the comparison, in pixels at 500 ppi and degrees. */
export const COMPARE = {
  /** Minutiae used of each template, best first. */
  most: 100,
  pairs: {
    /** Each minutia is paired with this many nearest others. */
    neighbours: 9,
    shortest: 12,
    longest: 110,
    /** Two pairs agree within this distance: fixed part and share of the length (skin stretches). */
    lengthFixed: 5,
    lengthShare: 0.05,
    angle: 16,
    rotation: 20,
  },
  /** Roots looked at, and alignments carried through. */
  roots: 30,
  alignments: 4,
  /** Width of the bend that keeps scores above 0. */
  softness: 10,
  /** Rotation between two presentations that a comparison allows, in degrees. */
  turn: 180,
  match: {
    /** Search radius around the predicted place, first and final. */
    firstRadius: 16,
    finalRadius: 13,
    angle: 26,
    /** Bend of the skin: matched neighbours within this radius pull the prediction. */
    bendRadius: 60,
  },
  likelihood: {
    /** Spread of a genuine minutia about its prediction. */
    placeSigma: 3.5,
    angleSigma: 8,
    /** Share of the print's minutiae that are found again. */
    found: 0.7,
    /** Minutiae per square pixel in a typical print: 50 on 250 x 300 pixels. */
    density: 50 / (250 * 300),
    /** A minutia with two of the other print within this lies where both prints are. */
    overlapRadius: 60,
    sameKind: 0.75,
  },
} as const;
