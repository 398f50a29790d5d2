/** A device that is pulled while it is recorded is pulled again in the replay, at the same moment, whatever it hangs on. */
import { describe, expect, test } from "vitest";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { Fixture } from "../../drivers/fixture.ts";
import { openFixture, withFaults } from "../../drivers/fixture.ts";
import { recordTwin } from "../../drivers/record-twin.ts";
import { writeRecording } from "../../drivers/recorder.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CONTRACT_DEVICES } from "./contract-devices.ts";

const never = new AbortController().signal;

/** In an ordinary dialogue of each, a transfer of the middle. */
const PULLED = {
  uru4000: 9,
  "wacom-stu": 40,
  topaz: 20,
  zfm: 100,
  "mrz-serial": 1,
  uvc: 2,
} as const;

const took = async (fixture: Pick<Fixture, "open" | "context">, captures: number) => {
  const outcomes: CaptureOutcome[] = [];
  await using device = await fixture.open();
  const start = fixture.context.clock.now();
  for (let i = 0; i < captures; i += 1) outcomes.push(await device.capture({ deadline: 20_000 }, never));
  return { last: outcomes.at(-1), ms: fixture.context.clock.now() - start };
};

describe("pulled while it is recorded", () => {
  test.each(Object.entries(PULLED))("%s is pulled in the replay too", async (name, nth) => {
    const captures = name === "uvc" ? 3 : 1;
    const make = () => CONTRACT_DEVICES[name]!.make(1);
    const pulled = withFaults(make(), [{ nth, mishap: "unplug", seed: 1 }]);
    const live = await took(pulled, captures);
    expect(live.last).toMatchObject({ kind: "failed", fault: { code: "unplugged" } });
    const again = withFaults(make(), [{ nth, mishap: "unplug", seed: 1 }]);
    const { files } = await recordTwin(again, captures, 20_000);
    const folder = await mkdtemp(path.join(tmpdir(), "pulled-"));
    try {
      await writeRecording(files, folder);
      const replayed = await took(await openFixture(folder), captures);
      expect(replayed.last).toMatchObject({ kind: "failed", fault: { code: "unplugged" } });
      // Not at the deadline, but when it was pulled: a recording begins with the first byte, whenever somebody came.
      expect(replayed.ms).toBeLessThanOrEqual(live.ms + 50);
      expect(replayed.ms).toBeGreaterThan(live.ms - 1000);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
