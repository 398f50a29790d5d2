import { UNSURE } from "../../params/uncertainty.ts";
import { bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { eyesToChin } from "../stages/geometry.ts";

/** The share of the picture's height that T takes, which should be 0.45. To be read on the cropped portrait. */
const toScalar = bySigmoid({ h: 200, a: 1, s: -1, x0: 0, w: 0.05 });

export const headSize: Measure<"frame" | "landmarks"> = {
  id: "HeadSize",
  about: "ISO/IEC 29794-5, head size; T over picture height",
  algorithm: { name: "head-size", version: "1.0" },
  needs: ["frame", "landmarks"],
  measure: ({ frame, landmarks }) => eyesToChin(landmarks) / frame.height,
  scalar: (raw) => toScalar(Math.abs(raw - 0.45)),
  unsure: UNSURE.headSize,
};
