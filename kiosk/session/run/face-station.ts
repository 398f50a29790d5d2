/** A camera frame: is there one face that makes a portrait, and what of it holds. */
import type { EnrolledFace } from "../../../api/words/enrolment.ts";
import type { Check } from "../../../api/words/quality.ts";
import { attackCues } from "../../../models/face/measures/attack-cues.ts";
import { assessFace } from "../../../models/face/pipeline.ts";
import { makePortrait } from "../../../models/face/portrait.ts";
import { decodeRgb } from "../../../models/image.ts";
import type { AgeBand } from "../../../models/params/criteria.ts";
import type { PortraitTemplate } from "../state.ts";
import type { Examination, SampleOf } from "./station.ts";

const insufficient = (reason: string, checks: readonly Check[]): Examination<EnrolledFace> => ({
  assessment: { sufficient: false, rank: [], reason },
  checks,
});

const ATTACK_CUES = attackCues.id;

/** A portrait template of the policy is an age band of the guideline's criteria. */
const AGE_BANDS = {
  adult: "adult",
  child: "under-10",
  infant: "under-6",
} as const satisfies Record<PortraitTemplate, AgeBand>;

/**
 * Sufficient: every criterion that could be judged holds, and every mandatory one could (BSI TR-03121-3.2 v6.0,
 * 5.4.1.1.1). A picture in which no face is found again after the cut is thereby refused.
 */
export const examineFace = async (
  sample: SampleOf<"face">,
  template: PortraitTemplate,
): Promise<Examination<EnrolledFace>> => {
  const age = AGE_BANDS[template];
  const frame = await decodeRgb(sample.bytes, "camera frame");
  const seen = await assessFace(frame, { age });
  if (seen.eyes === undefined)
    return insufficient("the eyes were not found", [...seen.measures, ...seen.more]);
  const portrait = await makePortrait(frame, seen.eyes);
  if (portrait.kind === "refused") return insufficient(portrait.reason, [...seen.measures, ...seen.more]);
  const { measures, more, verdict } = await assessFace(portrait.pixels, { age });
  // Cutting resamples: what a screen or a print leaves is read from the frame as it came.
  const cues = seen.more.filter(({ id }) => id === ATTACK_CUES);
  const checks = [...verdict.checks, ...measures, ...more.filter(({ id }) => id !== ATTACK_CUES), ...cues];
  return {
    assessment: {
      sufficient: verdict.approved,
      rank: [verdict.mandatoryMet, verdict.optionalMet],
      failed: [...verdict.failed, ...verdict.notProvided],
      reason: [...verdict.failed, ...verdict.notProvided.map((id) => `${id} could not be judged`)].join(", "),
    },
    checks,
    enrolled: {
      master: portrait.master,
      chip: portrait.chip,
      ...(portrait.points === undefined ? {} : { points: portrait.points }),
      processing: portrait.processing,
      checks,
      device: sample.device,
      capturedAt: sample.capturedAt,
    },
  };
};
