/** A reader of machine-readable zones in a slot: what it read since it was asked. */
import type { Clock } from "../../../api/base/clock.ts";
import type { Slot } from "../slot.ts";
import type { DocumentReader } from "../station.ts";

/** How long one question waits for a document. */
const READ_MS = 60_000;
/** Between two attempts to open a reader that failed. */
const REOPEN_MS = 3000;

export const documentReader = (slot: Slot, clock: Clock): DocumentReader => ({
  read: async (signal) => {
    const outcome = await slot.capture("document", READ_MS, signal);
    if (outcome.kind === "captured" && outcome.sample.characteristic === "document")
      return { text: outcome.sample.lines.join("\n") };
    if (outcome.kind === "retry" && outcome.reason === "not-readable") return "unreadable";
    if (outcome.kind === "failed") await clock.sleep(REOPEN_MS, signal);
    return undefined;
  },
});
