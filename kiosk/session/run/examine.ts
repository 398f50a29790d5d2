/** Sends a sample to its station and keeps what is to be enrolled of it. */
import { Bug } from "../../../api/base/faults.ts";
import type { EnrolledFinger } from "../../../api/words/enrolment.ts";
import type { Assessment } from "../acquire.ts";
import type { Policy } from "../policy.ts";
import { examineFace } from "./face-station.ts";
import { examinePrint, isFingerPosition } from "./finger-station.ts";
import type { SampleBox } from "./sample-box.ts";
import { examineSignature } from "./signature-station.ts";
import type { AssessEffect } from "./station.ts";

const acceptedFingers = (numbers: readonly number[], box: SampleBox): readonly EnrolledFinger[] =>
  numbers.flatMap((number) => {
    const enrolled = box.enrolled(number);
    return enrolled?.kind === "finger" ? [enrolled.finger] : [];
  });

export const examine = async (effect: AssessEffect, box: SampleBox, policy: Policy): Promise<Assessment> => {
  const { target, number } = effect;
  const sample = box.sample(number);
  if (target === "face" && sample.characteristic === "face") {
    const { assessment, checks, enrolled } = await examineFace(sample, effect.portrait);
    box.assessed(number, checks, enrolled && { kind: "face", face: enrolled });
    return assessment;
  }
  if (target === "signature" && sample.characteristic === "signature") {
    const { assessment, checks, enrolled } = await examineSignature(sample, policy.penPath);
    box.assessed(number, checks, enrolled && { kind: "signature", signature: enrolled });
    return assessment;
  }
  if (isFingerPosition(target) && sample.characteristic === "finger") {
    const others = acceptedFingers(effect.against, box);
    const { assessment, checks, enrolled } = await examinePrint(sample, target, others, policy);
    box.assessed(number, checks, enrolled && { kind: "finger", finger: enrolled });
    return assessment;
  }
  throw new Bug(`a sample of ${sample.characteristic} was captured for ${target}`);
};
