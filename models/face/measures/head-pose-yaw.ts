import { UNSURE } from "../../params/uncertainty.ts";
import type { Measure } from "../measure.ts";
import { byCosine } from "./pose-scalar.ts";

export const headPoseYaw: Measure<"pose"> = {
  id: "HeadPoseYaw",
  about: "ISO/IEC 29794-5, head pose: yaw; degrees",
  algorithm: { name: "head-pose-yaw", version: "1.0" },
  needs: ["pose"],
  measure: ({ pose }) => pose.yaw,
  scalar: byCosine,
  unsure: UNSURE.yaw,
};
