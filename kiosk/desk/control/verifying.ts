/** The person at the desk against the session that waits: a live picture beside the portrait, a live print against the enrolled. */
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { FingerPosition } from "../../../api/words/characteristic.ts";
import type { EnrolledFinger } from "../../../api/words/enrolment.ts";
import { DEVICE_FAULTS } from "../../../api/words/capture.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { compareFingers } from "../../../models/finger/compare/compare.ts";
import { isSameFinger, THRESHOLDS, type FalseMatchRate } from "../../../models/finger/compare/thresholds.ts";
import { extractFinger } from "../../../models/finger/extract.ts";
import type { SampleBox } from "../../session/run/sample-box.ts";
import type { Data } from "../../session/state.ts";
import type { DeskStation } from "../station.ts";

/** TR-03121-3.2 v6.0: control verification at a false match rate of 0.1 %. */
export const CONTROL_RATE: FalseMatchRate = "1 in 1000";
const CAPTURE_MS = 10_000;

export interface LiveFinger {
  readonly position: FingerPosition;
  readonly score: number;
  readonly threshold: number;
  readonly rate: FalseMatchRate;
  readonly same: boolean;
  readonly at: Milliseconds;
}

export interface LiveFace {
  readonly jpeg: Uint8Array;
  readonly at: Milliseconds;
}

/** Aborted after so long by that clock. */
const over = (clock: Clock, after: Milliseconds): AbortSignal => {
  const stop = new AbortController();
  void clock.sleep(after).then(() => stop.abort());
  return stop.signal;
};

export const enrolledFingers = (data: Data, box: SampleBox): readonly EnrolledFinger[] =>
  data.fingers.flatMap(({ chosen }) => {
    const enrolled = chosen === undefined ? undefined : box.enrolled(chosen.number);
    return enrolled?.kind === "finger" ? [enrolled.finger] : [];
  });

export const takeFinger = async (
  station: DeskStation,
  clock: Clock,
  enrolled: EnrolledFinger,
): Promise<LiveFinger> => {
  const { position } = enrolled;
  const outcome = await station.scan(position, CAPTURE_MS, over(clock, CAPTURE_MS * 2));
  if (outcome.kind === "failed") throw new OutsideFault("device-failed", DEVICE_FAULTS[outcome.fault.code]);
  if (outcome.kind !== "captured" || outcome.sample.characteristic !== "finger")
    throw new OutsideFault(
      "input-missing",
      "No finger was placed in time; ask the person to place it again.",
    );
  const { image, ppi } = outcome.sample;
  const { template } = extractFinger(image, ppi, { position });
  // The live print is compared and forgotten.
  image.pixels.fill(0);
  const score = Math.round(compareFingers(template, enrolled.template) * 10) / 10;
  return {
    position,
    score,
    threshold: THRESHOLDS[CONTROL_RATE],
    rate: CONTROL_RATE,
    same: isSameFinger(score, CONTROL_RATE),
    at: clock.now(),
  };
};

export const takeFace = async (station: DeskStation, clock: Clock): Promise<LiveFace> => {
  for await (const frame of station.frames(over(clock, CAPTURE_MS)))
    return { jpeg: frame.bytes, at: clock.now() };
  throw new OutsideFault("device-failed", "The camera gave no picture in time; check it and try again.");
};

/** One line for the record: how the person was compared. */
export const comparisonWords = (fingers: readonly LiveFinger[], faceSame: boolean, note: string): string =>
  [
    ...fingers.map(
      ({ position, score, threshold, same }) =>
        `${position} ${same ? "matched" : "did not match"} (${score}, from ${threshold}, false match rate ${CONTROL_RATE})`,
    ),
    faceSame ? "face compared by eye: same person" : "face not compared",
    ...(note === "" ? [] : [note]),
  ].join("; ");
