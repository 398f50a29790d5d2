import { by } from "../mapping.ts";
import type { Measure } from "../measure.ts";
import { padCues } from "../pad/cues.ts";

/**
 * Signs of a print or a screen held up instead of a face: graded, written beside the picture it belongs to, never
 * shown to the applicant and never a limit (TR-03121-3.2 v6.0, FM PAD-FI-APP1). What it was tried on: docs/face-measures.md.
 */
export const attackCues: Measure<"frame" | "detail"> = {
  id: "PresentationAttackCues",
  about: "kiosk; the strongest of moire and banding, 0 bona fide to 1 attack, hundredths",
  algorithm: { name: "moire-and-banding", version: "1.0" },
  needs: ["frame", "detail"],
  measure: ({ frame, detail }) => padCues(frame, detail).score,
  scalar: by((x) => 100 * (1 - x)),
};
