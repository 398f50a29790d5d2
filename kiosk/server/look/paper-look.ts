/** One look at a paper under the camera: what to put right first. */
import { assessLegibility, type LegibilityReason } from "../../../models/document/legibility.ts";
import { decodeGrey } from "../../../models/image.ts";
import type { PaperHint } from "../../../api/words/hints.ts";
import type { PaperLook } from "../station.ts";

const HINTS: Record<LegibilityReason, PaperHint> = {
  "no-text": "lay",
  "too-far": "closer",
  "cut-off": "whole",
  glare: "tilt",
  blurred: "still",
  "too-faint": "light",
};

/** Letters that are no accident of a table's grain. */
const SOME = 5;

/** Throws OutsideFault input-malformed for what is no picture. */
export const lookAtPaper = async (jpeg: Uint8Array): Promise<PaperLook> => {
  const { legible, reasons, letters } = assessLegibility(await decodeGrey(jpeg, "picture of a paper"));
  // Where some writing is seen, what spoils the rest of it is what can be put right.
  const spoilt = letters >= SOME ? reasons.find((reason) => reason !== "no-text") : undefined;
  const first = spoilt ?? reasons[0];
  return {
    hint: first === undefined ? "hold" : HINTS[first],
    legible,
    present: first !== "no-text",
  };
};
