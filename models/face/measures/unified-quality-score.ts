import { UNIFIED_WEIGHTS } from "../../params/face.ts";
import { by, bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { compressionArtifacts } from "./compression-artifacts.ts";
import { eyesOpen } from "./eyes-open.ts";
import { headPosePitch } from "./head-pose-pitch.ts";
import { headPoseRoll } from "./head-pose-roll.ts";
import { headPoseYaw } from "./head-pose-yaw.ts";
import { illuminationUniformity } from "./illumination-uniformity.ts";
import { interEyeDistance } from "./inter-eye-distance.ts";
import { mouthClosed } from "./mouth-closed.ts";
import { sharpness } from "./sharpness.ts";

/** The reference's map from the length of its face embedding. */
export const referenceScalar = bySigmoid({ h: 100, x0: 23, w: 2.6 });

type Needs = "detail" | "frame" | "eyes" | "eyeLine" | "pose" | "landmarks" | "aligned" | "luminance";

const PARTS: readonly Measure<Needs>[] = [
  sharpness,
  compressionArtifacts,
  interEyeDistance,
  headPoseYaw,
  headPosePitch,
  headPoseRoll,
  eyesOpen,
  mouthClosed,
  illuminationUniformity,
];

/**
 * A weighted geometric mean of the components that comparison depends on most. No embedding of a face is made, and
 * nothing in it depends on how dark the skin is.
 */
export const unifiedQualityScore: Measure<Needs> = {
  id: "UnifiedQualityScore",
  about: "ISO/IEC 29794-5, unified quality score; weighted geometric mean of nine components, 0..1",
  algorithm: { name: "unified-by-components", version: "1.0" },
  needs: ["detail", "frame", "eyes", "eyeLine", "pose", "landmarks", "aligned", "luminance"],
  measure: (stages) => {
    let [sum, weights] = [0, 0];
    for (const part of PARTS) {
      const raw = part.measure(stages);
      if (typeof raw !== "number") return raw;
      const weight = UNIFIED_WEIGHTS[part.id] ?? 0;
      sum += weight * Math.log(Math.max(part.scalar(raw), 1) / 100);
      weights += weight;
    }
    return Math.exp(sum / weights);
  },
  scalar: by((x) => 100 * x),
};
