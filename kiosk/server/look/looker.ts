/** Who looks at the preview frames: a worker in the product, the same code in place where nothing is compiled. */
import { existsSync } from "node:fs";
import type { Looker } from "../kiosk-station.ts";
import type { Look, PaperLook, StillLook } from "../station.ts";
import { Thread } from "../thread.ts";
import { FaceGuide, stillLook } from "./face-look.ts";
import { observe } from "./observe.ts";
import { lookAtPaper } from "./paper-look.ts";

export const lookerInPlace = (): Looker => {
  const guidance = new FaceGuide();
  return {
    look: async (frame) => guidance.next(await observe(frame.bytes, frame.capturedAt)),
    paper: lookAtPaper,
    still: async (picture) => stillLook(await observe(picture.bytes, picture.capturedAt)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
};

type Answer = { readonly id: number } & (
  | { readonly look: Look }
  | { readonly paper: PaperLook }
  | { readonly still: StillLook }
  | { readonly failed: string }
);

/** A frame that is no picture says nothing; the next one comes at once. */
const NOTHING: Look = { hint: "look-here", ready: false, present: false };
const NO_STILL: StillLook = { present: false };
const NO_PAPER: PaperLook = { hint: "still", legible: false, present: false };

const workerFile = new URL("look-worker.js", import.meta.url);

/** One worker; one frame at a time, as the walk asks. */
export const looker = (): Looker => {
  if (!existsSync(workerFile)) return lookerInPlace();
  const thread = new Thread<Answer>(workerFile, "looking");
  return {
    look: async (frame) => {
      const answer = await thread.ask({ jpeg: frame.bytes, at: frame.capturedAt });
      return "look" in answer ? answer.look : NOTHING;
    },
    paper: async (jpeg) => {
      const answer = await thread.ask({ paper: jpeg });
      return "paper" in answer ? answer.paper : NO_PAPER;
    },
    still: async (picture) => {
      const answer = await thread.ask({ still: picture.bytes });
      return "still" in answer ? answer.still : NO_STILL;
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  };
};
