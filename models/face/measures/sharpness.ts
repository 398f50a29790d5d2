import { DETAIL, SHARPNESS_MAP } from "../../params/face.ts";
import { bySigmoid } from "../mapping.ts";
import { failure } from "../measure.ts";
import type { Measure } from "../measure.ts";
import { edgeSpread } from "../stages/blur.ts";

/** The reference's map from the votes of its trees. */
export const referenceScalar = bySigmoid({ h: 1, a: -14, s: 115, x0: -20, w: 15 });

/**
 * Spread of the sharper edges of the face, in 240ths of the eye distance. Unlike the reference's trees it does
 * not depend on how strong the edges are, so that it says the same of dark and of light skin, and it judges a
 * single picture, not only which of several is sharper.
 */
export const sharpness: Measure<"detail"> = {
  id: "Sharpness",
  about: "ISO/IEC 29794-5, sharpness; spread of edges in 1/240 of the eye distance",
  algorithm: { name: "edge-spread", version: "1.0" },
  needs: ["detail"],
  measure: ({ detail }) => {
    const spread = edgeSpread(detail.luma);
    return spread === undefined
      ? failure("The face is too dark or too flat to say how sharp it is.")
      : (spread * DETAIL.unit) / detail.unit;
  },
  scalar: bySigmoid({ h: 100, a: 1, s: -1, ...SHARPNESS_MAP }),
};
