/** A mouth that nobody sees has no opening, and eyes that nobody sees neither lids nor gaze: what is read there is a guess. */
import type { FailureToAssess } from "../../../api/words/quality.ts";
import { failure } from "../measure.ts";

/** Why a criterion could not be judged; the mouth's is put right by the person (kiosk/server/look/refused.ts). */
export const COVERED = { mouth: "the mouth is covered", eyes: "the eyes are covered" } as const;

/** `value`, unless more than `most` of the part is covered; a share of 0..1 that is unknown hides nothing. */
export const unlessCovered = (
  part: keyof typeof COVERED,
  share: number | FailureToAssess,
  most: number,
  value: () => number | FailureToAssess,
): number | FailureToAssess => (typeof share === "number" && share > most ? failure(COVERED[part]) : value());
