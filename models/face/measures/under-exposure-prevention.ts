import { UNDER_EXPOSED } from "../../params/face.ts";
import { bySigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { shareWhere } from "./share.ts";

/** Share of the visible face that is nearly black. Dark skin in even light has some: reported, never gates. */
export const underExposurePrevention: Measure<"luminance" | "visible"> = {
  id: "UnderExposurePrevention",
  about: "ISO/IEC 29794-5, under-exposure prevention; share of pixels, 0..1",
  algorithm: { name: "under-exposure", version: "1.0" },
  needs: ["luminance", "visible"],
  measure: ({ luminance, visible }) => shareWhere(luminance, visible, (value) => value <= UNDER_EXPOSED),
  scalar: bySigmoid({ h: 120, a: 0.832, s: -1, x0: 0.92, w: 0.05 }),
};
