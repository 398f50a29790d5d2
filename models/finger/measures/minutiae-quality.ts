import { scaled, type FingerMeasure } from "./measure.ts";

export const minutiaeQuality: FingerMeasure = {
  id: "minutiae-quality",
  unit: "1..100, mean over the minutiae",
  assess: ({ minutiae }) =>
    minutiae.length === 0
      ? { kind: "failure-to-assess", reason: "The print has no minutiae." }
      : scaled(minutiae.reduce((sum, minutia) => sum + minutia.quality, 0) / minutiae.length, 25, 95),
};
