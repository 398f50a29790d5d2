/**
 * The cues together. They are hints for the operator's log, not a certified detector: tried on prints and screens that a
 * program made of rendered people and photographed through a camera model (`npm run bench -- face-pad`), never on
 * artefacts before a camera; masks, make-up and good prints held still are not seen at all.
 */
import type { RgbImage } from "../../../api/words/sample.ts";
import type { Detail } from "../stages/detail.ts";
import { bandingCue } from "./banding.ts";
import { flatnessCue } from "./flatness.ts";
import type { TurnedFace } from "./flatness.ts";
import { moireCue } from "./moire.ts";

export interface PadCues {
  /** 0 bona fide .. 1 attack, hundredths; the strongest cue. */
  readonly score: number;
  readonly moire?: number;
  readonly banding: number;
  readonly flatness?: number;
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** `turned`: the same face in two frames, for what motion says. The score belongs to the frame given. */
export const padCues = (
  frame: RgbImage,
  detail: Detail | undefined,
  turned?: readonly [TurnedFace, TurnedFace],
): PadCues => {
  const moire = detail === undefined ? undefined : moireCue(detail);
  const banding = bandingCue(frame);
  const flatness = turned === undefined ? undefined : flatnessCue(...turned);
  const known = [moire, banding, flatness].filter((cue) => cue !== undefined);
  return {
    score: hundredths(Math.max(...known)),
    banding: hundredths(banding),
    ...(moire === undefined ? {} : { moire: hundredths(moire) }),
    ...(flatness === undefined ? {} : { flatness: hundredths(flatness) }),
  };
};
