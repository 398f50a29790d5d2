/** A camera frame: is there one face that makes a portrait, and what of it holds. */
import type { EnrolledFace } from "../../../api/words/enrolment.ts";
import type { Check } from "../../../api/words/quality.ts";
import { assessFace } from "../../../models/face/pipeline.ts";
import { makePortrait } from "../../../models/face/portrait.ts";
import { decodeRgb } from "../../../models/image.ts";
import { failedChecks, type Examination, type SampleOf } from "./station.ts";

const insufficient = (reason: string, checks: readonly Check[]): Examination<EnrolledFace> => ({
  assessment: { sufficient: false, rank: [0, 0], reason },
  checks,
});

export const examineFace = async (sample: SampleOf<"face">): Promise<Examination<EnrolledFace>> => {
  const frame = await decodeRgb(sample.bytes, "camera frame");
  const seen = await assessFace(frame);
  if (seen.eyes === undefined) return insufficient("the eyes were not found", seen.measures);
  const portrait = await makePortrait(frame, seen.eyes);
  if (portrait.kind === "refused") return insufficient(portrait.reason, seen.measures);
  const { measures } = await assessFace(portrait.pixels);
  const failed = failedChecks(measures);
  const held = measures.filter((check) => check.passed === true).length;
  return {
    assessment: {
      sufficient: failed.length === 0,
      rank: [held - failed.length],
      reason: failed.map(({ id }) => id).join(", "),
    },
    checks: measures,
    enrolled: {
      master: portrait.master,
      chip: portrait.chipJpeg,
      ...(portrait.points === undefined ? {} : { points: portrait.points }),
      processing: portrait.processing,
      checks: measures,
      device: sample.device,
      capturedAt: sample.capturedAt,
    },
  };
};
