/** A signature: whether it is one, and its picture for DG7. */
import type { EnrolledSignature } from "../../../api/words/enrolment.ts";
import { assessSignature } from "../../../models/signature/assess.ts";
import { encodeSignature } from "../../../models/signature/render.ts";
import type { Examination, SampleOf } from "./station.ts";

/** Doc 9303-3 asks 300 ppi of scanned portraits; the pen's line is drawn no coarser. */
const PPI = 300;

/** `penPath`: the policy wants the pen's path kept with its timing, not its picture alone. */
export const examineSignature = async (
  sample: SampleOf<"signature">,
  penPath?: "keep",
): Promise<Examination<EnrolledSignature>> => {
  const { checks, fault } = assessSignature(sample.trajectory);
  const assessment = {
    sufficient: fault === undefined,
    rank: fault === "empty" ? [] : [fault === undefined ? 1 : 0],
    reason: fault ?? "",
  };
  if (fault === "empty") return { assessment, checks };
  const image = await encodeSignature(sample.trajectory, { ppi: PPI, mediaType: "image/jpeg" });
  const { device, capturedAt, trajectory } = sample;
  const path = penPath === "keep" ? { trajectory } : {};
  return { assessment, checks, enrolled: { image, ppi: PPI, device, capturedAt, ...path } };
};
