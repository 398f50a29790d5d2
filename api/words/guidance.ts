/** What the face step may tell the applicant: one thing at a time. Left and right are the applicant's own. */

export const FACE_INSTRUCTIONS = {
  "come-into-view": "Stand in front of the camera.",
  "one-person-only": "Only one person, please.",
  "come-closer": "Come closer.",
  "step-back": "Step back a little.",
  "move-left": "Move a little to your left.",
  "move-right": "Move a little to your right.",
  "move-up": "Stand a little higher.",
  "move-down": "Come down a little.",
  "uncover-face": "Uncover your face: take away what covers your mouth.",
  "straighten-head-left": "Straighten your head: tilt it to your left.",
  "straighten-head-right": "Straighten your head: tilt it to your right.",
  "turn-left": "Turn your head a little to your left.",
  "turn-right": "Turn your head a little to your right.",
  "chin-up": "Raise your chin a little.",
  "chin-down": "Lower your chin a little.",
  "uncover-eyes": "Take off your glasses, or what covers your eyes.",
  "open-eyes": "Open your eyes.",
  "look-here": "Look at the camera.",
  "close-mouth": "Close your mouth.",
  "hold-still": "Hold still.",
  "light-too-dark": "It is too dark. Help is coming with more light.",
  "light-too-bright": "It is too bright. Help is coming with less light.",
  "light-from-behind": "The light is behind you. Turn towards it, or call for help.",
  "camera-frozen": "The camera has stopped. Help is coming.",
  "stay-like-this": "Good. Stay like this.",
} as const;
export type FaceInstruction = keyof typeof FACE_INSTRUCTIONS;

/** How a face lies in a picture that is not upright: the camera hangs askew. Nothing that an applicant could mend. */
export type FaceLie = "on-side" | "upside-down";
