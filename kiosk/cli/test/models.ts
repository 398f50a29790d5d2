/** The product's own assessment, asked once for each picture: what it found is remembered by the picture's hash. */
import { Bug, OutsideFault } from "../../../api/base/faults.ts";
import type { EnrolledFinger } from "../../../api/words/enrolment.ts";
import type { CapturedSample } from "../../../api/words/sample.ts";
import type { Assessment } from "../../session/acquire.ts";
import type { Policy } from "../../session/policy.ts";
import { examineFace } from "../../session/run/face-station.ts";
import { examinePrint, isFingerPosition } from "../../session/run/finger-station.ts";
import type { SampleBox } from "../../session/run/sample-box.ts";
import { examineSignature } from "../../session/run/signature-station.ts";
import type { AssessEffect } from "../../session/run/station.ts";
import type { Looker } from "../../server/kiosk-station.ts";
import { FaceGuide } from "../../server/look/face-look.ts";
import { lookAtPaper } from "../../server/look/paper-look.ts";
import { observe } from "../../server/look/observe.ts";
import type { Remembered } from "./remembered.ts";

/** Who captured it and when is no part of the picture: it is put back into what is remembered. */
const own = <T extends { readonly device: unknown; readonly capturedAt: number }>(
  enrolled: T | undefined,
  { device, capturedAt }: CapturedSample,
): T | undefined => (enrolled === undefined ? undefined : { ...enrolled, device, capturedAt });

const othersIn = (numbers: readonly number[], box: SampleBox): readonly EnrolledFinger[] =>
  numbers.flatMap((number) => {
    const enrolled = box.enrolled(number);
    return enrolled?.kind === "finger" ? [enrolled.finger] : [];
  });

/** As kiosk/session/run/examine.ts, which the stations' functions are called by there as here. */
export const examiner =
  (remembered: Remembered) =>
  async (effect: AssessEffect, box: SampleBox, policy: Policy): Promise<Assessment> => {
    const { target, number } = effect;
    const sample = box.sample(number);
    if (sample.characteristic === "face") {
      const found = await remembered.of("face", [sample.bytes, effect.portrait], () =>
        examineFace(sample, effect.portrait),
      );
      const face = own(found.enrolled, sample);
      box.assessed(number, found.checks, face && { kind: "face", face });
      return found.assessment;
    }
    if (sample.characteristic === "finger" && isFingerPosition(target)) {
      const others = othersIn(effect.against, box);
      const { width, height, pixels } = sample.image;
      const question = [`${target} ${sample.ppi} ${width} ${height}`, JSON.stringify(policy.fingerQuality)];
      const against = others.map(({ image }) => image.bytes);
      const found = await remembered.of("print assessed", [pixels, ...question, ...against], () =>
        examinePrint(sample, target, others, policy),
      );
      const finger = own(found.enrolled, sample);
      box.assessed(number, found.checks, finger && { kind: "finger", finger });
      return found.assessment;
    }
    if (sample.characteristic !== "signature") throw new Bug(`no station for ${sample.characteristic}`);
    const written = JSON.stringify(sample.trajectory);
    const found = await remembered.of("signature", [written, policy.penPath ?? ""], () =>
      examineSignature(sample, policy.penPath),
    );
    const signature = own(found.enrolled, sample);
    box.assessed(number, found.checks, signature && { kind: "signature", signature });
    return found.assessment;
  };

/** The live guidance on remembered observations; the guidance itself, which has a memory of its own, is asked each time. */
export const rememberingLooker = (remembered: Remembered): Looker => {
  const guidance = new FaceGuide();
  return {
    look: async (frame) => {
      try {
        const seen = await remembered.of("look", [frame.bytes], () => observe(frame.bytes, 0));
        return guidance.next({ ...seen, at: frame.capturedAt });
      } catch (error) {
        if (!(error instanceof OutsideFault)) throw error;
        // As the looking thread answers (look/looker.ts): a frame that is no picture says nothing.
        return { hint: "look-here", ready: false, present: false };
      }
    },
    paper: (jpeg) => remembered.of("paper", [jpeg], () => lookAtPaper(jpeg)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};
