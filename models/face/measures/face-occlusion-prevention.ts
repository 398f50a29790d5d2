import { UNSURE } from "../../params/uncertainty.ts";
import { failure } from "../measure.ts";
import type { Measure } from "../measure.ts";
import { byVisible } from "./covered-share.ts";

export const faceOcclusionPrevention: Measure<"region" | "segmentation" | "visible"> = {
  id: "FaceOcclusionPrevention",
  about: "ISO/IEC 29794-5, face occlusion prevention; covered share of the face, 0..1",
  algorithm: { name: "face-occlusion", version: "1.0" },
  needs: ["region", "segmentation", "visible"],
  measure: ({ region, visible }) =>
    region.count === 0 ? failure("There is no face region.") : 1 - visible.count / region.count,
  scalar: byVisible,
  unsure: UNSURE.faceCovered,
};
