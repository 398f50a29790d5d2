/**
 * Every tuned number of the extractor. Lengths are pixels at 500 ppi unless said otherwise.
 * Adult ridges repeat every 8 to 10 pixels, children's from 5, thumbs of large men up to 14.
 */
export const EXTRACT = {
  /** Side of a cell of the mask, orientation and contrast grids. */
  cell: 8,
  /** Side of a block that shares one enhancement filter. */
  block: 4,
  contrast: {
    /** Takes out pixel noise; keeps ridges of 5 pixels at half their height. */
    fineSigma: 0.8,
    /** Two running means of 2r+1 remove shading slower than about two ridges. */
    coarseRadius: 6,
    /** Cells of smoothing of the local energy. */
    energySigma: 1.2,
    /** Grey levels below which contrast counts as sensor noise and is not stretched. */
    floor: 2.5,
    clip: 2.2,
  },
  orientation: {
    /** Smoothing scales in cells, from sharp to blunt; a scale is left when the next one is clearer. */
    sigmas: [0.9, 1.8, 4],
    /** Preference of the sharper scale. */
    priors: [1, 0.45, 0.12],
    /** Coherence that gradients without common direction reach by chance at each scale. */
    noise: [0.45, 0.24, 0.09],
    /** Weight of the neighbours against a cell's own squared coherence, and rounds of exchange. */
    pull: 0.05,
    rounds: 30,
  },
  segmentation: {
    /** RMS of ridge contrast in grey levels, absolute and relative to the print's 90th percentile. */
    leastContrast: 3.2,
    relativeContrast: 0.3,
    /** Cells of smoothing of the vote. */
    voteSigma: 1.6,
    /** Repetition of the profile across the ridges, averaged over so many of its cells. */
    leastPeriodic: 0.1,
    periodicSigma: 0.6,
    /** Parts smaller than this share of the largest part are dirt. */
    leastShare: 0.2,
    /** Square pixels under which there is no print at all. */
    leastArea: 6000,
  },
  frequency: {
    cell: 16,
    /** Half length of the signature across the ridges, half width along them. */
    halfLength: 20,
    halfWidth: 8,
    shortest: 4.5,
    longest: 18,
    steps: 28,
    smoothSigma: 1.6,
    /** Used where nothing periodic is seen. */
    usual: 9,
  },
  enhancement: {
    directions: 48,
    periods: [5, 5.8, 6.6, 7.4, 8.2, 9, 9.9, 10.9, 12, 13.5, 15.5],
    /** Spread of the filter across the ridges in periods, along them in pixels. */
    acrossPeriods: 0.45,
    alongSigma: 4.2,
  },
  skeleton: {
    /** Round trip of a loop that is a pore or a dot. */
    shortestLoop: 34,
    shortestSpur: 11,
    shortestFragment: 20,
    /** A cross-link between two neighbouring lines, and the least angle it makes with the ridges. */
    longestBridge: 13,
    bridgeAngle: 45,
  },
  minutiae: {
    /** Where the arms' directions are read. */
    reach: 11,
    leastReach: 5,
    /** From the edge of the print. */
    border: 6,
    /** Two that face each other closer than this are one broken or bridged ridge. */
    facingDistance: 11,
    facingAngle: 140,
    clusterRadius: 22,
    clusterCount: 5,
    /** In a template; what remains are the best. */
    most: 120,
  },
  ranking: {
    /** Clarity times agreement that earns quality 100 and quality 1. */
    clear: 0.9,
    /** Repetition from which ridges are beyond doubt, and the share of sureness that hangs on it. */
    periodic: 0.5,
    periodicShare: 0.35,
    unclear: 0.2,
    /**
     * Below this quality hardly a minutia is true; a template of few keeps it all the same. Set, with the border, by
     * what two matchers of others' design make of templates of synthetic prints: leaving out more costs them dearly.
     */
    worst: 12,
    few: 16,
  },
} as const;
