import { UNSURE } from "../../params/uncertainty.ts";
import type { Measure } from "../measure.ts";
import { byCosine } from "./pose-scalar.ts";

export const headPosePitch: Measure<"pose"> = {
  id: "HeadPosePitch",
  about: "ISO/IEC 29794-5, head pose: pitch; degrees",
  algorithm: { name: "head-pose-pitch", version: "1.0" },
  needs: ["pose"],
  measure: ({ pose }) => pose.pitch,
  scalar: byCosine,
  unsure: UNSURE.pitch,
};
