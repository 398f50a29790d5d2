/** One examination as it crosses to another thread: all that the models need goes over, all that is to be kept comes back. */
import { Bug } from "../../../api/base/faults.ts";
import type { Check } from "../../../api/words/quality.ts";
import type { CapturedSample } from "../../../api/words/sample.ts";
import type { Assessment } from "../../session/acquire.ts";
import type { Policy } from "../../session/policy.ts";
import { examine } from "../../session/run/examine.ts";
import { SampleBox, type Enrolled } from "../../session/run/sample-box.ts";
import type { AssessEffect } from "../station.ts";

export interface Asked {
  readonly effect: AssessEffect;
  readonly sample: CapturedSample;
  /** What the sample is compared with, by attempt number. */
  readonly against: readonly (readonly [number, Enrolled])[];
  readonly policy: Policy;
}

export interface Answered {
  readonly assessment: Assessment;
  readonly checks: readonly Check[];
  readonly enrolled?: Enrolled;
}

export const asked = (effect: AssessEffect, box: SampleBox, policy: Policy): Asked => ({
  effect,
  sample: box.sample(effect.number),
  against: effect.against.flatMap((number) => {
    const enrolled = box.enrolled(number);
    return enrolled === undefined ? [] : [[number, enrolled] as const];
  }),
  policy,
});

/** Examines in a box of its own; `handOver` takes what is kept before that box is overwritten. */
export const answering = async (
  { effect, sample, against, policy }: Asked,
  handOver: (answer: Answered) => void,
): Promise<void> => {
  const box = new SampleBox();
  try {
    for (const [number, enrolled] of against) box.assessed(number, [], enrolled);
    if (against.some(([number]) => number === effect.number)) throw new Bug("a sample against itself");
    box.put(effect.number, sample);
    const assessment = await examine(effect, box, policy);
    const enrolled = box.enrolled(effect.number);
    handOver({
      assessment,
      checks: box.checks(effect.number),
      ...(enrolled === undefined ? {} : { enrolled }),
    });
  } finally {
    box.wipe();
  }
};
