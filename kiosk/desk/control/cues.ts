/**
 * Presentation-attack cues, for the operator's eyes alone: what a device raised, what the session noted, what the picture
 * shows. Hints, not a certified detector; a cue that was not looked for is said as such.
 */
import type { Data } from "../../session/state.ts";
import { attackCues as measured } from "../../../models/face/measures/attack-cues.ts";
import { decodeRgb } from "../../../models/image.ts";
import { bandingCue } from "../../../models/face/pad/banding.ts";
import type { SampleBox } from "../../session/run/sample-box.ts";

export interface AttackCues {
  /** Attempts at which a device's detector raised an alarm. */
  readonly alarms: readonly { readonly number: number; readonly what: string }[];
  readonly faceDetector: boolean;
  readonly fingerDetector: boolean;
  /** 0 bona fide .. 1 attack: the strongest of moire and stripes on the frame as it was captured. Absent: not measured. */
  readonly strongest?: number;
  /** The same of a screen's stripes alone, across the portrait. Absent: there is no portrait. */
  readonly banding?: number;
}

/** A portrait is looked at once, however often its session is opened. */
const known = new WeakMap<Uint8Array, Promise<number>>();
const bandingOf = (jpeg: Uint8Array): Promise<number> => {
  const before = known.get(jpeg);
  if (before !== undefined) return before;
  const now = decodeRgb(jpeg, "portrait").then((picture) => Math.round(bandingCue(picture) * 100) / 100);
  known.set(jpeg, now);
  return now;
};

export const attackCues = async (data: Data, box: SampleBox): Promise<AttackCues> => {
  const enrolled = data.face === undefined ? undefined : box.enrolled(data.face.number);
  const master = enrolled?.kind === "face" ? enrolled.face.master : undefined;
  const banding = master?.mediaType === "image/jpeg" ? await bandingOf(master.bytes) : undefined;
  const assessed =
    data.face === undefined ? undefined : box.checks(data.face.number).find(({ id }) => id === measured.id);
  const strongest = assessed?.result.kind === "assessed" ? assessed.result.raw : undefined;
  return {
    alarms: data.tries
      .filter(({ assessment }) => assessment?.attackSuspected === true)
      .map(({ number, target }) => ({ number, what: target })),
    faceDetector: data.facts.faceAttackDetection,
    fingerDetector: data.facts.fingerAttackDetection,
    ...(strongest === undefined ? {} : { strongest }),
    ...(banding === undefined ? {} : { banding }),
  };
};
