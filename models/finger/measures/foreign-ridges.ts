import { NO_PRINT, scaled, type FingerMeasure } from "./measure.ts";

/** Below this share of what six tenths of the print stay under, ridges are faint; above this clarity they are whole. */
const FAINT = 0.45;
const WHOLE = 0.88;

/**
 * Ridges that are faint and yet whole. Where a finger touches lightly, or is dry, its ridges break up as they fade;
 * what the finger before left on the glass is faint all over and unbroken.
 */
export const foreignRidges: FingerMeasure = {
  id: "foreign-ridges",
  unit: "0..1, share of the print whose ridges are faint and unbroken",
  assess: ({ contrast: { strength }, clarity, segmentation: { mask } }) => {
    const inside = strength.data.filter((_value, at) => mask.data[at] === 1).sort();
    const usual = inside[Math.floor(0.6 * inside.length)];
    if (usual === undefined) return NO_PRINT;
    let count = 0;
    for (let at = 0; at < mask.data.length; at += 1) {
      const whole = mask.data[at] === 1 && (clarity.data[at] as number) > WHOLE;
      if (whole && (strength.data[at] as number) < FAINT * usual) count += 1;
    }
    return scaled(count / inside.length, 0.15, 0);
  },
};
