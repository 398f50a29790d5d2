/** A station examines one captured sample: what it is worth, and what of it is enrolled. */
import type { CapturedSample } from "../../../api/words/sample.ts";
import type { Check } from "../../../api/words/quality.ts";
import type { Assessment, Target } from "../acquire.ts";
import type { SessionEffect } from "../state.ts";

export type AssessEffect = Extract<SessionEffect, { kind: "assess" }>;

/** What an examination found; `enrolled` is kept under the attempt's number until the session seals or wipes. */
export interface Examination<Enrolled> {
  readonly assessment: Assessment;
  readonly checks: readonly Check[];
  /** Absent: nothing of this sample could be enrolled. */
  readonly enrolled?: Enrolled;
}

export type SampleOf<C extends CapturedSample["characteristic"]> = Extract<
  CapturedSample,
  { characteristic: C }
>;

/** What a target's device must capture. */
export const characteristicOf = (target: Target): "face" | "signature" | "finger" =>
  target === "face" || target === "signature" ? target : "finger";
