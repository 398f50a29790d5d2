import { UNSURE } from "../../params/uncertainty.ts";
import type { Measure } from "../measure.ts";
import { LANDMARK, pointAt } from "../stages/geometry.ts";
import { byVisible, covered } from "./covered-share.ts";

export const mouthOcclusionPrevention: Measure<"landmarks" | "aligned" | "segmentation" | "visible"> = {
  id: "MouthOcclusionPrevention",
  about: "ISO/IEC 29794-5, mouth occlusion prevention; covered share of the outer lips, 0..1",
  algorithm: { name: "mouth-occlusion", version: "1.0" },
  needs: ["landmarks", "aligned", "segmentation", "visible"],
  measure: ({ landmarks, aligned, visible }) =>
    covered([LANDMARK.outerLips.map((index) => pointAt(landmarks, index))], aligned, visible),
  scalar: byVisible,
  unsure: UNSURE.mouthCovered,
};
