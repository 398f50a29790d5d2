/** Papers on a kiosk: a camera above them or the one that there is, what it sees judged, pages kept in the session's box. */
import { OutsideFault } from "../../../api/base/faults.ts";
import type { CapturedSample } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { pageOf } from "../../session/run/paper-page.ts";
import type { Enrolled } from "../../session/run/sample-box.ts";
import type { Slot } from "../slot.ts";
import type { PaperDesk, PaperFrame, PaperLook } from "../station.ts";

/** A camera that is silent this long has stopped. */
const FRAME_MS = 4000;

export type PageKept = Extract<Enrolled, { kind: "document" }>;

export interface PaperDeskParts {
  readonly slot: Slot;
  readonly look: (jpeg: Uint8Array) => Promise<PaperLook>;
  /** Where the pages of the session that runs now go, and no other's; durable when it resolves. */
  readonly sink: () => (number: number, page: PageKept) => Promise<void>;
}

/** Whatever camera it was: a picture of a paper. Undefined: no picture. */
const frameOf = (sample: CapturedSample): PaperFrame | undefined => {
  const { device, capturedAt } = sample;
  if (sample.characteristic === "document" && sample.picture !== undefined)
    return { ...sample, picture: sample.picture };
  if (sample.characteristic !== "face") return undefined;
  const { mediaType, bytes } = sample;
  return { characteristic: "document", lines: [], picture: { mediaType, bytes }, device, capturedAt };
};

async function* framesOf(slot: Slot, deadline: Milliseconds, signal: AbortSignal): AsyncIterable<PaperFrame> {
  try {
    while (!signal.aborted) {
      const outcome = await slot.capture("document", deadline, signal);
      if (signal.aborted) return;
      const frame = outcome.kind === "captured" ? frameOf(outcome.sample) : undefined;
      if (frame === undefined)
        throw new OutsideFault(
          "device-failed",
          `The camera for papers gave no picture (${outcome.kind}); check it.`,
        );
      yield frame;
    }
  } finally {
    // It is off while nobody lays anything down.
    await slot.close();
  }
}

export const paperDesk = ({ slot, look, sink }: PaperDeskParts): PaperDesk => ({
  frames: (signal) => framesOf(slot, FRAME_MS, signal),
  look: ({ picture }) => look(picture.bytes),
  keep: async (number, paper, { picture, device }, legible) => {
    const put = sink();
    await put(number, { kind: "document", document: await pageOf(paper, picture.bytes, legible), device });
  },
});
