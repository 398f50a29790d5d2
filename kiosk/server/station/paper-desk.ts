/** Papers on a kiosk: a camera above them or the one that there is, what it sees judged, pages kept in the session's box. */
import type { Clock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import type { CaptureOutcome } from "../../../api/words/capture.ts";
import type { CapturedSample } from "../../../api/words/sample.ts";
import type { Milliseconds } from "../../../api/words/units.ts";
import { pageOf } from "../../session/run/paper-page.ts";
import type { Enrolled } from "../../session/run/sample-box.ts";
import type { Slot } from "../slot.ts";
import type { PaperDesk, PaperFrame, PaperLook } from "../station.ts";

/** A camera that is silent this long has stopped. */
const FRAME_MS = 4000;
/** A still camera sees a paper only when it is released: not as often as it can be. */
const RELEASE_PAUSE: Milliseconds = 2000;

export type PageKept = Extract<Enrolled, { kind: "document" }>;

export interface PaperDeskParts {
  readonly slot: Slot;
  readonly clock: Clock;
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

/** A live view is too coarse to read by, and some cameras have none. */
const isStill = (outcome: CaptureOutcome): boolean =>
  outcome.kind === "captured"
    ? outcome.sample.characteristic === "face" && outcome.sample.live === true
    : outcome.kind === "retry" && outcome.reason === "no-live-view";

async function* framesOf(
  { slot, clock }: Pick<PaperDeskParts, "slot" | "clock">,
  signal: AbortSignal,
): AsyncIterable<PaperFrame> {
  let still = false;
  try {
    while (!signal.aborted) {
      const outcome = await slot.capture("document", FRAME_MS, signal, still ? {} : { look: true });
      if (signal.aborted) return;
      if (!still && isStill(outcome)) {
        still = true;
        continue;
      }
      const frame = outcome.kind === "captured" ? frameOf(outcome.sample) : undefined;
      if (frame === undefined)
        throw new OutsideFault(
          "device-failed",
          `The camera for papers gave no picture (${outcome.kind}); check it.`,
        );
      yield frame;
      if (still) await clock.sleep(RELEASE_PAUSE, signal);
    }
  } finally {
    // It is off while nobody lays anything down.
    await slot.close();
  }
}

export const paperDesk = ({ slot, clock, look, sink }: PaperDeskParts): PaperDesk => ({
  frames: (signal) => framesOf({ slot, clock }, signal),
  look: ({ picture }) => look(picture.bytes),
  keep: async (number, paper, { picture, device }, legible) => {
    const put = sink();
    await put(number, { kind: "document", document: await pageOf(paper, picture.bytes, legible), device });
  },
});
