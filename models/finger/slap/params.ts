/** Numbers of slap segmentation, in millimetres unless said otherwise. */
export const SLAP = {
  /** Largest turn of the hand, degrees (TR-03121: 45), and the steps in which it is sought. */
  mostTurn: 48,
  coarseStep: 4,
  fineStep: 1,
  /** What a turn costs against the hand's shape: each degree, each finger not found, each too many, each millimetre of finger cut through. */
  perDegree: 0.02,
  perDegreeOfTwo: 0.2,
  perMissing: 6,
  perSurplus: 2,
  perCut: 0.05,
  /** Millimetres by which any one finger may be cut through before the operator is asked. */
  mostCut: 6,
  /** Ridges that lie along the side of a whole finger, because it is round. */
  round: 6,
  /** Two namings within this are not told apart. */
  doubt: 4,
  /** Share of the fullest column of cells below which a gap between fingers begins. */
  gap: 0.18,
  narrowest: 6,
  /** A wider one is two fingers that touch. */
  widest: 24,
  usualWidth: 17,
  /** Fingertip prints end at the first crease or after this. */
  shortest: 10,
  longest: 32,
  /** Rows thinner than this share of the finger's width end it. */
  crease: 0.3,
  margin: 1.6,
  leastArea: 60,
} as const;

/** Edge of a cell of the mask at 500 ppi, in millimetres. */
export const CELL_MM = (8 * 25.4) / 500;
