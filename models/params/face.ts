/** Every tuned number of the face models. Lengths without a unit are in eye distances or picture heights. */

/** The classical eye finder (models/face/stages/classical-eyes.ts). */
export const FINDER = {
  /** Added to luma (0..255) before the logarithm. */
  darkOffset: 6,
  /** Height to which the frame is brought for the search, and for the irises. */
  baseHeight: 400,
  fineHeight: 900,
  /** Smaller pictures hold no face that could be used. */
  leastHeight: 80,
  /** Eye distance, in picture heights. */
  smallestDistance: 0.06,
  largestDistance: 0.36,
  /** And in picture widths. */
  largestDistanceOfWidth: 0.45,
  levelStep: 1.15,
  /** Eye distance at every level, pixels. */
  levelDistance: 12,
  /** Radians. */
  rolls: [-0.2, -0.1, 0, 0.1, 0.2],
  /** Variance of log luminance under which a patch counts as flat. */
  flat: 0.004,
  flatEdges: 0.0004,
  toneWeight: 0.5,
  hypothesis: 0.3,
  /** Of the best places of one size. */
  considered: 3000,
  ofEachSize: 16,
  /** In eye distances: nearer than this is the same place; and as the logarithm of a ratio of sizes. */
  apart: 0.3,
  otherSize: 0.2,
  /** Of all sizes together, by the irises. */
  refined: 16,
  patch: 40,
  /** Of drawing, mirror symmetry, eyes darker than their surroundings, and size. */
  weights: { drawing: 0.4, symmetry: 0.2, eyes: 0.4, larger: 0.12 },
  /** Log luminance by which clearly seen eyes are darker than the skin around. */
  clearEyes: 0.5,
  /** Under these nothing is called a face (a dark face that is missed costs more than clutter taken for a face). */
  accept: { score: 0.66, drawing: 0.4 },
  box: { side: 1.15, above: 0.75, below: 1.9 },
  irisPatch: 41,
  /** Pixels of one eye distance in the iris patch. */
  irisDistance: 80,
  /** In eye distances. */
  cornersBelowIris: 0.045,
} as const;

/** The iris voting (models/face/stages/iris-centre.ts); pixels of its patch. */
export const IRIS = {
  strongest: 0.35,
  innerRadius: 3,
  outerRadius: 9,
  darkRadius: 3,
  spreadX: 9,
  spreadY: 7,
  margin: 4,
} as const;

/** The aligned face (ISO/IEC 29794-5): a square picture, and where five points of a face come to lie in it. */
export const ALIGNED = {
  size: 616,
  rightEye: { x: 251, y: 272 },
  leftEye: { x: 364, y: 272 },
  noseTip: { x: 308, y: 336 },
  mouthRight: { x: 262, y: 402 },
  mouthLeft: { x: 355, y: 402 },
} as const;

/**
 * The face of a mean head in aligned pixels, for when only the eyes are known: brows to chin, inside the jaw and
 * the hairline.
 */
export const EYE_ELLIPSE = { x: 307.5, y: 348, halfWidth: 112, halfHeight: 128 } as const;

/** Linear luminance, 0..255, at which a pixel counts as nearly black or nearly white (ISO/IEC 29794-5). */
export const UNDER_EXPOSED = 25;
export const OVER_EXPOSED = 247;

/** Parts of the aligned picture that ISO/IEC 29794-5 reads from face parsing (400 pixels over 556 aligned ones). */
export const PARSING = {
  background: { left: 62, width: 354, height: 292, factor: 1.39 },
  coverings: { side: 30, bottom: 272, step: 2 },
} as const;
