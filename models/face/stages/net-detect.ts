/** Stage: where faces are. What the detector is unsure of is settled by how surely a face's points can be placed there. */
import type { FaceLie } from "../../../api/words/guidance.ts";
import type { RgbImage } from "../../../api/words/sample.ts";
import { facesIn, LIKELY, type DetectedFace } from "./net-boxes.ts";
import { pointSpread, windowOn } from "./net-landmarks.ts";
import { fromWindow, type Window } from "./net-window.ts";

/** From here on the box that leads is a face without a second look. */
const SURE = 0.85;
/** The same of a box beside it: a patterned hat or an ear has been given 0.54. */
const SURE_BESIDE = 0.6;
/** From here on a box may be a face where no other is likelier, if its points bear it out. */
const WEAK = 0.35;
/** More boxes beside the first are not asked about, so that a crowd costs bounded time. */
const MOST_ASKED = 8;

/**
 * Spread of a face's points (net-landmarks.ts). Chosen on rendered people of seeds 931, 971, 972 and of the training sets: where the
 * detector is unsure of a face that is there, half lie under 0.035 and 99 of 100 under 0.06, hands, masks and fringes apart; a face that
 * lies otherwise than its window from 0.05 up, half over 0.1, and 0.02 to 0.03 where the window lies as it does; ears, hats and walls
 * mostly from 0.17 up. Beside another, a face may be small or seen from the side: in scenes of seed 7031 all but one in twenty stay under 0.15.
 */
const SPREAD = { firm: 0.045, lying: 0.05, weak: 0.09, beside: 0.15 };
/** So many times firmer are the points of a lying face when the picture is turned. */
const FIRMER = 1.5;

/** How the picture lies: turned by quarters of a circle, clockwise. */
type Lie = 0 | 1 | 2 | 3;

/** The whole picture at the top left of its square, black beyond, as in training. */
const wholeAt = (image: RgbImage, lie: Lie): Window => {
  const side = Math.max(image.width, image.height);
  return { x: side / 2, y: side / 2, side, angle: (lie * Math.PI) / 2 };
};

const spreadAt = (image: RgbImage, { box }: DetectedFace): Promise<number> =>
  pointSpread(image, windowOn(box));

/** The likeliest face of the picture when it is turned, and how firm its points are there. */
const turnedOver = async (image: RgbImage, lie: Lie) => {
  const whole = wholeAt(image, lie);
  const [best] = await facesIn(image, whole, WEAK);
  if (best === undefined) return undefined;
  const window = windowOn(best.box, whole.angle);
  const along = (at: number) => (at - whole.x) / (whole.side / 2);
  const [x, y] = fromWindow(whole, along(window.x), along(window.y));
  return { confidence: best.confidence, spread: await pointSpread(image, { ...window, x, y }) };
};

const LIES = [2, 1, 3] as const;

/** Whether the likeliest box holds a face that stands upright. */
const holdsFace = async (image: RgbImage, face: DetectedFace): Promise<boolean> => {
  if (face.confidence >= SURE) return true;
  const spread = await spreadAt(image, face);
  const likely = face.confidence >= LIKELY;
  if (likely && spread < SPREAD.firm) return true;
  if (!likely && spread >= SPREAD.weak) return false;
  for (const lie of LIES) {
    const turned = await turnedOver(image, lie);
    if (turned !== undefined && turned.spread < Math.min(SPREAD.lying, spread / FIRMER)) return false;
  }
  return true;
};

/** All faces of a picture, best first; upside-down and lying faces and backs of heads are not faces. */
export const detectFaces = async (image: RgbImage): Promise<readonly DetectedFace[]> => {
  const [best, ...others] = await facesIn(image, wholeAt(image, 0), WEAK);
  if (best === undefined || !(await holdsFace(image, best))) return [];
  const faces = [best];
  for (const [i, face] of others.entries()) {
    if (face.confidence < LIKELY) break;
    const asked = face.confidence < SURE_BESIDE && i < MOST_ASKED;
    if (!asked || (await spreadAt(image, face)) < SPREAD.beside) faces.push(face);
  }
  return faces;
};

/** A face is seen this surely only where there is one: enough to say how the picture lies. */
const SURE_LYING = 0.7;

/** What is said of a picture whose face lies so. */
export const LYING_WORDS: Readonly<Record<FaceLie, string>> = {
  "on-side": "The face lies on its side; turn the picture.",
  "upside-down": "The face is upside down; turn the picture.",
};

/** What to say of a picture whose face lies on its side or its head. */
export const lyingFace = async (image: RgbImage): Promise<string | undefined> => {
  for (const lie of LIES) {
    const turned = await turnedOver(image, lie);
    if (turned !== undefined && (turned.confidence >= SURE_LYING || turned.spread < SPREAD.lying))
      return LYING_WORDS[lie === 2 ? "upside-down" : "on-side"];
  }
  return undefined;
};
