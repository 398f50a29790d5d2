/** What can be wrong with a preview frame, in the order in which the applicant can put it right. */
import type { FaceInstruction } from "../../../api/words/guidance.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { GUIDANCE, GUIDANCE_TIMES } from "../../params/guidance.ts";
import type { Pair } from "../../params/guidance.ts";
import type { FaceObservation } from "./observation.ts";

export interface Problem {
  readonly instruction: FaceInstruction;
  /** How bad it is; undefined: nothing can be said. Raised above `pair.raise`, taken back below `pair.clear`. */
  badness(seen: FaceObservation, speed: number | undefined): number | undefined;
  readonly pair: Pair;
  /** It must last this long before it is spoken of. */
  readonly confirmMs: Milliseconds;
  /** Read off parts of the face: a guess where something covers them. */
  readonly hideable: boolean;
}

/** For problems that small numbers make worse. */
const low = ({ raise, clear }: Pair): Pair => ({ raise: -raise, clear: -clear });
const minus = (value: number | undefined): number | undefined => (value === undefined ? undefined : -value);

const problem = (
  instruction: FaceInstruction,
  pair: Pair,
  badness: Problem["badness"],
  confirmMs: Milliseconds = GUIDANCE_TIMES.confirmMs,
): Problem => ({ instruction, pair, badness, confirmMs, hideable: false });

const hideable = (...about: Parameters<typeof problem>): Problem => ({
  ...problem(...about),
  hideable: true,
});

/** A mouth that nobody sees has no opening: what the network reads through a scarf is a guess. */
const opening = (face: FaceObservation["face"]): number | undefined =>
  (face?.mouthCovered ?? 0) > GUIDANCE.mouthCovered.raise ? undefined : face?.mouthOpen;

const NONE: Pair = { raise: 0.5, clear: 0.5 };
const G = GUIDANCE;

export const PROBLEMS: readonly Problem[] = [
  problem("come-into-view", NONE, (seen) => (seen.face === undefined ? 1 : 0)),
  problem("one-person-only", G.otherFace, (seen) => seen.otherFace ?? 0),
  problem("step-back", G.tooNear, ({ face }) => face?.fill),
  problem("come-closer", low(G.tooFar), ({ face }) => minus(face?.size)),
  // Towards the picture's right is the subject's left.
  problem("move-left", G.aside, ({ face }) => face?.needRight),
  problem("move-right", G.aside, ({ face }) => face?.needLeft),
  problem("move-down", G.aside, ({ face }) => face?.needDown),
  problem("move-up", G.aside, ({ face }) => face?.needUp),
  // Before the pose: under a scarf the chin is often read as lowered, and no movement of the head puts that right.
  problem("uncover-face", G.mouthCovered, ({ face }) => face?.mouthCovered),
  // Positive roll leans to the right shoulder, positive yaw looks to the left, positive pitch down.
  hideable("straighten-head-left", G.roll, ({ face }) => face?.roll),
  hideable("straighten-head-right", G.roll, ({ face }) => minus(face?.roll)),
  hideable("turn-right", G.yaw, ({ face }) => face?.yaw),
  hideable("turn-left", G.yaw, ({ face }) => minus(face?.yaw)),
  hideable("chin-up", G.pitch, ({ face }) => face?.pitch),
  hideable("chin-down", G.pitch, ({ face }) => minus(face?.pitch)),
  // After the pose: in a face turned away hair and its own edge cover the far eye. Before what is read off the eyes.
  problem("uncover-eyes", G.eyesCovered, ({ face }) => face?.eyesCovered),
  // A blink is no reason to speak.
  hideable("open-eyes", G.eyesClosed, ({ face }) => face?.eyesClosed, GUIDANCE_TIMES.blinkMs),
  hideable("look-here", G.gaze, ({ face }) => face?.gaze),
  hideable("close-mouth", G.mouthOpen, ({ face }) => opening(face)),
  problem("light-from-behind", low(G.shadow), (seen) => minus(seen.faceLight)),
  problem("light-too-dark", low(G.dark), (seen) => minus(seen.backdrop)),
  problem("light-too-bright", G.bright, (seen) => seen.backdrop),
  problem("hold-still", G.moving, (_, speed) => speed),
];

/**
 * Whether something read off the face would be said, or taken back, of this frame: then what covers the face must be
 * known, because it is said instead. A frame with which all is well need not be asked, the portrait is judged anyway.
 */
export const wouldCorrect = (seen: FaceObservation): boolean =>
  PROBLEMS.some((one) => one.hideable && (one.badness(seen, undefined) ?? -Infinity) > one.pair.clear);
