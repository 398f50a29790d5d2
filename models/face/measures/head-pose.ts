/** The three angles of ISO/IEC 29794-5's head pose; native values in degrees. */
import { by } from "../mapping.ts";
import type { Measure } from "../measure.ts";

const byCosine = by((degrees) => 100 * Math.max(0, Math.cos((degrees * Math.PI) / 180)) ** 2);

export const headPoseYaw: Measure<"pose"> = {
  id: "HeadPoseYaw",
  about: "ISO/IEC 29794-5, head pose: yaw; degrees",
  algorithm: { name: "head-pose-yaw", version: "1.0" },
  needs: ["pose"],
  measure: ({ pose }) => pose.yaw,
  scalar: byCosine,
};

export const headPosePitch: Measure<"pose"> = {
  id: "HeadPosePitch",
  about: "ISO/IEC 29794-5, head pose: pitch; degrees",
  algorithm: { name: "head-pose-pitch", version: "1.0" },
  needs: ["pose"],
  measure: ({ pose }) => pose.pitch,
  scalar: byCosine,
};

/** From the line through the eyes: on frontal faces the eyes say roll better than a pose network does. */
export const headPoseRoll: Measure<"eyeLine"> = {
  id: "HeadPoseRoll",
  about: "ISO/IEC 29794-5, head pose: roll; degrees",
  algorithm: { name: "head-pose-roll-by-eyes", version: "1.0" },
  needs: ["eyeLine"],
  measure: ({ eyeLine }) => eyeLine.roll,
  scalar: byCosine,
};
