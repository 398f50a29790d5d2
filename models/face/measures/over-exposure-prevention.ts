import { OVER_EXPOSED } from "../../params/face.ts";
import { by } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { shareWhere } from "./share.ts";

/** Share of the visible face that is nearly white. */
export const overExposurePrevention: Measure<"luminance" | "visible"> = {
  id: "OverExposurePrevention",
  about: "ISO/IEC 29794-5, over-exposure prevention; share of pixels, 0..1",
  algorithm: { name: "over-exposure", version: "1.0" },
  needs: ["luminance", "visible"],
  measure: ({ luminance, visible }) => shareWhere(luminance, visible, (value) => value >= OVER_EXPOSED),
  scalar: by((x) => 1 / (x + 0.01)),
};
