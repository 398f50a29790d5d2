/**
 * How far a face is from rest (models/face/measures/expression-neutrality.ts). Learned by logistic regression on the
 * true landmarks of 800 rendered pictures of 400 people, each at rest and with drawn-at-random expression units
 * (models/training/expression-fit.mjs); on 100 other people the area under its curve is 0.79, many of the drawn
 * expressions being too faint to see. Order as EXPRESSION_FEATURES.
 */
export const EXPRESSION = {
  mean: [0.8315, 0.0162, 0.0238, 0.3741, 0.1567, 0.2337, 0.1721, 0.4152, 0.1304],
  deviation: [0.0652, 0.0336, 0.0137, 0.0614, 0.0474, 0.0204, 0.0241, 0.0152, 0.0259],
  /** Of the deviations, and of their squares. */
  linear: [-0.0302, -0.302, -0.0373, 0.1071, 0.0573, 0.0249, -0.0096, -0.1042, 0.0096],
  square: [-0.141, -0.2071, -0.1903, -0.0093, 0.0, 0.0, -0.0548, -0.0757, -0.0892],
  bias: 1.1424,
  /** Deviations beyond these count no more. */
  cut: { low: -6, high: 6 },
  /**
   * Log odds at which the scalar is 50, and its width. On the other people one rendered face at rest in fifty lies
   * below -0.3, and four in ten of the drawn expressions lie below -1.2; landmarks found by the network scatter more.
   */
  half: -1.2,
  width: 0.35,
} as const;
