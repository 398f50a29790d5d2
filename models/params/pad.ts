/** Light presentation-attack cues: graded, logged, never shown to the applicant, never blocking (TR-03121 FM PAD-FI-APP1). */
export const PAD = {
  /** Side of the square whose spectrum is looked at, pixels of the fine picture. */
  spectrum: 256,
  /** Frequencies looked at, in cycles over the square: coarser are features, finer are the sensor's. */
  lowest: 24,
  highest: 110,
  /** Peak over the ring's median at which the moire cue is one half, and its width, in natural logarithms. */
  moire: { half: 2.9, width: 0.3 },
  /** Correlation of the row profiles left and right of the head at which the banding cue is one half. */
  banding: { half: 0.6, width: 0.08, leastLevels: 0.35, smooth: 24 },
  /** Turn between two frames, degrees, from which flatness can be said, and the relief of a head in eye distances. */
  flat: { leastTurn: 6, relief: 0.2, half: 0.5, width: 0.1 },
} as const;
