import { UNSURE } from "../../params/uncertainty.ts";
import { bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { distance } from "../stages/geometry.ts";

/** Between the eye centres, as it would be without yaw. */
export const interEyeDistance: Measure<"eyes" | "pose"> = {
  id: "InterEyeDistance",
  about: "ISO/IEC 29794-5, inter-eye distance; pixels",
  algorithm: { name: "inter-eye-distance", version: "1.0" },
  needs: ["eyes", "pose"],
  measure: ({ eyes, pose }) => distance(eyes.left, eyes.right) / Math.cos((pose.yaw * Math.PI) / 180),
  scalar: bySigmoid({ h: 100, x0: 70, w: 20 }),
  unsure: UNSURE.eyeDistance,
};
