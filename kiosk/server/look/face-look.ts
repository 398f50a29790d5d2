/** One look at a preview frame: where the head is against where the portrait wants it, as one thing to do. */
import type { FaceHint } from "../../../api/words/hints.ts";
import { findEyes } from "../../../models/face/stages/classical-eyes.ts";
import type { EyeCentres } from "../../../models/face/stages/stage.ts";
import { decodeRgb, resizeRgb } from "../../../models/image.ts";
import { PORTRAIT_PROFILES, type PortraitProfile } from "../../../models/params/portrait.ts";
import type { Look } from "../station.ts";

/** Guidance looks at a small picture: place and size of a head need no more. */
const PREVIEW_WIDTH = 320;
/** Against flicker at a limit: asked for a little more than the limit itself. */
const MARGIN = 1.02;
/** Degrees; TR-03121-3.2 5.4: roll within 8. */
const ROLL = 8;

/** The tightest crop that is aimed at, as a share of the tightest allowed: leaves the capture some play. */
const TIGHT = 0.95;

/** Pixels by which the portrait's crop leaves the frame on each side; `scale` as in `hintFor`. */
const missingRoom = (
  eyes: EyeCentres,
  frame: { readonly width: number; readonly height: number },
  scale: number,
  profile: PortraitProfile,
) => {
  const x = (eyes.left.x + eyes.right.x) / 2;
  const y = (eyes.left.y + eyes.right.y) / 2;
  const distance = Math.hypot(eyes.left.x - eyes.right.x, eyes.left.y - eyes.right.y);
  const { least, most } = profile.eyeDistance;
  const aimed = Math.min(Math.max(distance * scale, least), most * TIGHT);
  const [w, h] = [(profile.width * distance) / aimed, (profile.height * distance) / aimed];
  const { eyes: place } = profile;
  return {
    distance,
    left: (place.x - place.offX) * w - x,
    right: (1 - place.x - place.offX) * w - (frame.width - x),
    top: (place.y - place.offY) * h - y,
    bottom: (1 - place.y - place.offY) * h - (frame.height - y),
    tooLarge: w > frame.width || h > frame.height,
  };
};

/** `scale`: capture pixels for one pixel of the frame that was looked at. Pure. */
export const hintFor = (
  eyes: EyeCentres | undefined,
  frame: { readonly width: number; readonly height: number },
  scale: number,
  profile: PortraitProfile = PORTRAIT_PROFILES.live,
): FaceHint => {
  if (eyes === undefined) return "look-here";
  const room = missingRoom(eyes, frame, scale, profile);
  if (room.distance * scale < profile.eyeDistance.least * MARGIN) return "come-closer";
  if (room.tooLarge) return "go-back";
  // What is missing at the picture's left edge is the subject's right: the head has to go to the subject's left.
  if (room.left > 0) return "move-left";
  if (room.right > 0) return "move-right";
  if (room.top > 0) return "move-down";
  if (room.bottom > 0) return "move-up";
  const roll = (Math.atan2(eyes.right.y - eyes.left.y, eyes.left.x - eyes.right.x) * 180) / Math.PI;
  return Math.abs(roll) > ROLL ? "head-straight" : "ready";
};

export const lookAtFrame = async (jpeg: Uint8Array): Promise<Look> => {
  const whole = await decodeRgb(jpeg, "camera frame");
  const scale = Math.max(1, whole.width / PREVIEW_WIDTH);
  const small =
    scale === 1
      ? whole
      : await resizeRgb(whole, PREVIEW_WIDTH, Math.max(1, Math.round(whole.height / scale)));
  const eyes = findEyes(small)?.centres;
  const hint = hintFor(eyes, small, scale);
  return { hint, ready: hint === "ready", present: eyes !== undefined };
};
