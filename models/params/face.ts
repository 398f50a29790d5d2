/** Every tuned number of the face models. Lengths without a unit are in eye distances or picture heights. */

/** The classical eye finder (models/face/stages/classical-eyes.ts). */
export const FINDER = {
  /** Added to luma (0..255) before the logarithm. */
  darkOffset: 6,
  /** Height to which the frame is brought for the search, and for the irises. */
  baseHeight: 300,
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
  rolls: [-0.16, 0, 0.16],
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

/** The fine picture of the face: pixels between the eyes at most, and its extent in eye distances. */
export const DETAIL = { unit: 240, width: 1.9, height: 1.85, eyesAt: 0.5 } as const;

/** Estimating the spread of edges (models/face/stages/blur.ts); pixels of the fine picture. */
export const BLUR = {
  fine: 1,
  coarse: 2,
  /** Difference of two neighbours-but-one, in grey levels, that is still an edge and not noise. */
  leastGradient: 6,
  leastEdges: 40,
  widest: 12,
  /** Standard deviation of luma from which a face without edges is blurred and not merely dark. */
  contrast: 8,
  /** Which quantile of the spreads speaks for the picture. */
  share: 0.3,
} as const;

/** Finding JPEG's grid (models/face/stages/blocks.ts); grey levels. */
export const GRID = { strongest: 24, rounding: 0.25 } as const;

/** Where the backdrop is read, in eye distances from between the eyes; levels in gamma-coded luma. */
export const BACKDROP = {
  /** Beside the head: from here outwards, from `above` over to `bottom` under the eyes. */
  inner: 1.75,
  outer: 2.3,
  /** From here where too little lies further out and a segmentation says what is background. */
  innermost: 1.45,
  /** Above the head. */
  top: 2.1,
  above: 2.4,
  bottom: 0.6,
  step: 0.06,
  least: 60,
  /** Half spread beyond which it is not a plain backdrop, and says nothing of the exposure. */
  plain: 30,
} as const;

/** Reading the white of the eyes: radius of the iris in eye distances, pixels needed, and the quantile that speaks. */
export const SCLERA = { iris: 0.1, least: 12, share: 0.75 } as const;

/**
 * Exposure judged alike for every skin. Levels are gamma-coded luma; the recommended backdrop is #A1A1A1 to #E1E1E1
 * (161 to 225, TR-03121 FM AH-FI-ICS2), a stop is about a third of a level's logarithm.
 */
export const EXPOSURE = {
  backdrop: { least: 132, most: 240, width: 6 },
  /** Any channel at or above counts as clipped, all channels at or below as black. */
  white: 250,
  black: 8,
  clippedShare: 0.02,
  blackShare: 0.02,
  /** Linear luminance of the white of the better lit eye over the backdrop's. */
  sclera: { least: 0.14, width: 0.02 },
  /** CIELAB distance of the backdrop from grey. */
  cast: { most: 14, width: 2.5 },
} as const;

/** Spread of edges in 240ths of the eye distance, and its width, for the map to 0..100. */
export const SHARPNESS_MAP = { x0: 2, w: 0.3 } as const;
/** The same of the grid that JPEG leaves. */
export const COMPRESSION_MAP = { x0: 2.5, w: 0.7 } as const;

/** Weights of the unified score's geometric mean. None of its parts depends on how dark the skin is. */
export const UNIFIED_WEIGHTS: Readonly<Record<string, number>> = {
  Sharpness: 3,
  CompressionArtifacts: 1,
  InterEyeDistance: 1,
  HeadPoseYaw: 3,
  HeadPosePitch: 3,
  HeadPoseRoll: 1,
  EyesOpen: 2,
  MouthClosed: 1,
  IlluminationUniformity: 1,
};

/** The crown above the eyes over T (chin below the eyes): mean adult, and how far a segmentation may move it. */
export const HEAD = { crownOverT: 0.95, leastOfMean: 0.75, mostOfMean: 1.2 } as const;

/** Zones of the face whose light is compared: half side in eye distances; offset in linear luminance, 0..255. */
export const ZONES = {
  half: 0.09,
  offset: 3,
  /** From the eye outwards and down: forehead, cheek, under the eye. */
  places: [
    [-0.1, -0.75],
    [0.1, 0.62],
    [0, 0.28],
  ],
} as const;
/** Reflections on glasses: aligned pixels around the eyes, the level that is white, and how much frame makes glasses. */
export const GLARE = { halfWidth: 34, halfHeight: 20, white: 235, frameShare: 0.03 } as const;
/** Radius of a pupil, eye distances. */
export const RED_EYE = { radius: 0.035 } as const;
/** Levels by which channels may differ in a grey picture. */
export const GREY_TOLERANCE = 3;

/** A lens is dark when less light comes through than this share of the cheeks'. */
export const LENS = { darkShare: 0.3 } as const;

/**
 * What the network reads as pitch when a head is held naturally, degrees: its zero is the rest position of the rendered
 * bodies, 0. Sitters of real studio portraits read -0.3 (the half of canada that no table reports) and -2.4 (composites) in the
 * mean; the truth of neither is known to better than a few degrees.
 */
export const PITCH_AT_REST = -1;

/**
 * And what it reads as pitch of the gaze, beyond that of the head, of who looks into the camera. The half of the canada sitters that no
 * table reports reads -5.7 degrees in the mean (the networks of before -4.3), rendered people 0; of this three fifths are taken,
 * PITCH_AT_REST included: with more, rendered people who look at the camera are asked to. Why is not known: their corners, pupils and lower lids lie as in rendered eyes, their upper lids lie higher, but a network trained on eyes
 * opened as wide (seeds 1711 to 1715) read them another 2.6 degrees further up.
 */
export const GAZE_AT_REST = -2.5;

/**
 * What the height of a pupil between the corners of its eye says of the gaze's pitch: degrees = rest + slope x eye widths under the
 * corners' line + withHead x the head's pitch; and how much of the answer it is. By least squares on rendered people whom nobody trained
 * on (seeds 931 and 961, models/training/gaze-fit.mjs). It errs by 5.0 degrees where the network errs by 3.9, but what people in
 * photographs who look at the camera (the half of canada that no table reports) are read wrong by is 1 degree down instead of 6 up:
 * the points are right there, and what misleads the network is how real eyes look. `share` is the largest that costs rendered people
 * nothing (seeds 931, 961, 971 and 972: 3.9 degrees up to 0.3, 4.1 at 0.5).
 */
export const GAZE_BY_IRIS = { share: 0.3, rest: 10.5, slope: 92.4, withHead: 0.82 } as const;

/**
 * Added to what both networks say (a logit) of whether an eye is shut: half way between what they say of the shut eyes they are least
 * sure of and of open ones. Chosen on seeds 931, 941, 971 and 972: of 295 people with shut eyes 100 % are then found by either eye
 * (99.3 without), and of 1,961 with open ones as few are called shut as before (0.46 % by the worse eye). That something was to be
 * done at all a held-out set had shown (the card of face-eye).
 */
export const SHUT_LEANING = 1;

/**
 * The line through the eyes is joined with the head's roll, each as heavy as it is sure: `unsure`: by how much of the distance between
 * the eyes a corner must be unsure for both to have the same word. Chosen on seeds 971, 972 and 931 (2 to 4 do as well within a
 * hundredth of a degree): roll behind dark glass 0.65 to 0.49 degrees, all others 0.31 to 0.27; the half of the canada sitters that no
 * table reports 0.143 to 0.136. `turned`: degrees of yaw beyond which the eyes are not looked at closely.
 */
export const EYE_LINE_BY_POSE = { unsure: 0.03, turned: 40 } as const;

/**
 * How far below the line where lips meet the mouth network answers on people, half sides of its window: the half of the canada
 * sitters that no table reports have it 0.016 higher (each 0.010 more or less), rendered people 0.002. Of this, too, half is taken.
 */
export const MOUTH_AT_REST = 0.008;

/**
 * How much more a degree of gaze to the side counts than one up or down where its distance from the camera is judged: sideways the
 * networks err by 2 to 3 degrees, up and down by 4 to 5. Of 1,828 rendered people whom nobody trained on (seeds 931, 941 and 961), at the
 * same limit of 12 degrees, 97.6 % of those who look away are found with 1.15 and 96.3 % with 1, and 2.8 instead of 2.1 % of those who look
 * at the camera are called away.
 */
export const GAZE_SIDEWAYS = 1.15;

/**
 * Where a gaze is called away, degrees: `ahead` of a head that looks ahead, and `perDegree` more for each that it is turned or bent, `most`
 * at most; a gaze at this limit counts as `asked`, the limit of criterion 3.3. On 1,933 rendered people whom nobody trained on (seeds 931,
 * 961, 971 and 972), 97.1 % of those who look away with heads turned by less than 10 degrees are found and 1.5 % of those who look at the
 * camera are called away (96.5 and 1.5 with 12 degrees for all), 99.1 and 2.0 of the others (99.5 and 2.9).
 */
export const GAZE_LIMIT = { asked: 12, ahead: 10, perDegree: 0.15, most: 15 } as const;

/**
 * How near, degrees as they count for criterion 3.3, a gaze must lie to its limit for the eyes to be looked at again. Chosen on 2,200
 * rendered people whom nobody trained on (seeds 931, 971 and 972): wider changes nothing that is decided.
 */
export const GAZE_AGAIN = 3;

/** Turned further than this, degrees, a face is a profile: half of it is guessed. */
export const PROFILE_YAW = 45;
