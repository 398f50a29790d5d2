/**
 * Authors synthetic recordings: a twin, driven by its real driver through a recording tap.
 *
 *   const { files, outcomes } = await recordTwin(virtualScanner([rightIndex, leftIndex], { start }), 2);
 *   await writeRecording(files, "fixtures/recordings/uru4000-pair");      // drivers/recorder.ts
 *   const fixture = await openFixture("fixtures/recordings/uru4000-pair");  // drivers/fixture.ts
 *
 * The same fixture, the same captures and the same seed give the same bytes.
 */
import type { CaptureOutcome } from "../api/words/capture.ts";
import type { Milliseconds } from "../api/words/units.ts";
import type { Fixture } from "./fixture.ts";
import type { Recording } from "./recording.ts";
import { recorderOf } from "./recorder.ts";
import type { RecordingFiles } from "./recorder.ts";

export interface TwinRecording {
  readonly files: RecordingFiles;
  /** The same, to be replayed without files: fixtureOf(recording, label). */
  readonly recording: Recording;
  /** One a capture; a retry or a failure can be what was to be recorded. */
  readonly outcomes: readonly CaptureOutcome[];
}

/** Opens the fixture's device through a tap, captures `captures` times in a row, closes it, and hands over what was seen. */
export const recordTwin = async (
  { module, row, transport, context }: Pick<Fixture, "module" | "row" | "transport" | "context">,
  captures: number,
  deadline: Milliseconds = 30_000,
): Promise<TwinRecording> => {
  const recorder = recorderOf(transport, context.clock, module, row);
  const outcomes: CaptureOutcome[] = [];
  {
    await using device = await module.open(recorder.transport, row, context);
    for (let i = 0; i < captures; i += 1)
      outcomes.push(await device.capture({ deadline }, new AbortController().signal));
  }
  return { files: recorder.files(), recording: recorder.recording(), outcomes };
};
