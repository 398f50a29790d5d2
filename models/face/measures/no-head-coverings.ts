import { UNSURE } from "../../params/uncertainty.ts";
import { by } from "../mapping.ts";
import { sigmoid } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { coveringShare } from "../stages/background.ts";

/** Beyond this share the scalar is 0. */
const ALL = 0.95;
const [floor, ceiling] = [sigmoid(0, 0.02, 0.1), sigmoid(ALL, 0.02, 0.1)];

/** Share of the upper aligned picture that is cloth or a head covering. */
export const noHeadCoverings: Measure<"aligned" | "segmentation"> = {
  id: "NoHeadCoverings",
  about: "ISO/IEC 29794-5, no head coverings; share of pixels, 0..1",
  algorithm: { name: "no-head-coverings", version: "1.0" },
  needs: ["aligned", "segmentation"],
  measure: ({ aligned, segmentation }) => coveringShare(aligned, segmentation),
  scalar: by((x) => {
    if (x <= 0) return 100;
    if (x >= ALL) return 0;
    return 100 * (1 - (sigmoid(x, 0.02, 0.1) - floor) / (ceiling - floor));
  }),
  unsure: UNSURE.headCovered,
};
