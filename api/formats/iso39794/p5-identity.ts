/** The person in the picture: looks, expression, pose (39794-5, IdentityMetadataBlock in ICAO's profile; see NOTICE.md). */
import { fields, optional, tagged } from "../../bytes/der.ts";
import { integerContent } from "../../bytes/der-types.ts";
import { block, extensions, fallback, flag, natural } from "./p1.ts";

export const FACE_GENDERS = { other: 1, male: 2, female: 3 } as const;
const EYE_COLOURS = {
  unknown: 0,
  other: 1,
  black: 2,
  blue: 3,
  brown: 4,
  grey: 5,
  green: 6,
  hazel: 7,
  multiColoured: 8,
  pink: 9,
} as const;
const HAIR_COLOURS = {
  unknown: 0,
  other: 1,
  bald: 2,
  black: 3,
  blonde: 4,
  brown: 5,
  grey: 6,
  white: 7,
  red: 8,
  knownColoured: 9,
} as const;

const properties = fields({
  glasses: optional(flag(0, "glasses")),
  moustache: optional(flag(1, "moustache")),
  beard: optional(flag(2, "beard")),
  teethVisible: optional(flag(3, "teethVisible")),
  pupilOrIrisNotVisible: optional(flag(4, "pupilOrIrisNotVisible")),
  mouthOpen: optional(flag(5, "mouthOpen")),
  leftEyePatch: optional(flag(6, "leftEyePatch")),
  rightEyePatch: optional(flag(7, "rightEyePatch")),
  darkGlasses: optional(flag(8, "darkGlasses")),
  biometricAbsent: optional(flag(9, "biometricAbsent")),
  headCoveringsPresent: optional(flag(10, "headCoveringsPresent")),
  extensions: extensions(10),
});

const expression = fields({
  neutral: optional(flag(0, "neutral")),
  smile: optional(flag(1, "smile")),
  raisedEyebrows: optional(flag(2, "raisedEyebrows")),
  lookingAway: optional(flag(3, "eyesLookingAwayFromTheCamera")),
  squinting: optional(flag(4, "squinting")),
  frowning: optional(flag(5, "frowning")),
  extensions: extensions(5),
});

/** Degrees. */
const angle = fields({
  value: tagged(0x80, "angleValue", integerContent(-180, 180)),
  uncertainty: optional(natural(1, "angleUncertainty", 180)),
  extensions: extensions(1),
});

const pose = fields({
  yaw: optional(tagged(block(0), "yawAngleBlock", angle)),
  pitch: optional(tagged(block(1), "pitchAngleBlock", angle)),
  roll: optional(tagged(block(2), "rollAngleBlock", angle)),
});

export const identityMetadata = fields({
  gender: optional(fallback(0, "gender", FACE_GENDERS)),
  eyeColour: optional(fallback(1, "eyeColour", EYE_COLOURS)),
  hairColour: optional(fallback(2, "hairColour", HAIR_COLOURS)),
  /** Millimetres. */
  subjectHeight: optional(natural(3, "subjectHeight", 65535)),
  properties: optional(tagged(block(4), "propertiesBlock", properties)),
  expression: optional(tagged(block(5), "expressionBlock", expression)),
  pose: optional(tagged(block(6), "poseAngleBlock", pose)),
  extensions: extensions(6),
});
