import { UNSURE } from "../../params/uncertainty.ts";
import type { Measure } from "../measure.ts";
import { byCosine } from "./pose-scalar.ts";

/** From the line through the eyes: on frontal faces the eyes say roll better than a pose network does. */
export const headPoseRoll: Measure<"eyeLine"> = {
  id: "HeadPoseRoll",
  about: "ISO/IEC 29794-5, head pose: roll; degrees",
  algorithm: { name: "head-pose-roll-by-eyes", version: "1.0" },
  needs: ["eyeLine"],
  measure: ({ eyeLine }) => eyeLine.roll,
  scalar: byCosine,
  unsure: UNSURE.roll,
};
