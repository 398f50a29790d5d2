import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import { compileFaults } from "../../drivers/compile-faults.ts";
import { fixtureOf, openFixture, withFaults } from "../../drivers/fixture.ts";
import type { Fixture } from "../../drivers/fixture.ts";
import { readRecording } from "../../drivers/recording.ts";
import type { PlannedFault } from "../../drivers/transport/fault-plan.ts";
import { readUsbmonEvents, transcriptOf } from "../../drivers/transport/usbmon-transcript.ts";

const folder = "fixtures/recordings/uru4000/capture";
const address = { bus: 1, device: 2 };
const events = readUsbmonEvents(await readFile(path.join(folder, "capture.pcapng")), "capture");

const codeOf = (outcome: CaptureOutcome): string =>
  outcome.kind === "failed" ? outcome.fault.code : outcome.kind;

const capture = async (fixture: Fixture): Promise<string> => {
  await using device = await fixture.open();
  return codeOf(await device.capture({ deadline: 15_000 }, new AbortController().signal));
};

const compiled = async (fault: PlannedFault): Promise<Fixture> => {
  const recording = await readRecording(folder);
  if (recording.kind !== "usb") throw new Error(recording.kind);
  return fixtureOf(
    { ...recording, dialogue: transcriptOf(compileFaults(events, address, [fault]), address) },
    "compiled",
  );
};

const at = (fault: Partial<PlannedFault>) => () =>
  compileFaults(events, address, [{ place: "ep 82", nth: 1, mishap: "stall", seed: 1, ...fault }]);

describe("a scenario written into a capture", () => {
  test.each(["stall", "unplug", "short", "garbage"] as const)(
    "%s ends as when it is injected",
    async (mishap) => {
      const fault = { place: "ep 82", nth: 1, mishap, seed: 3 } as const;
      expect(await capture(await compiled(fault))).toBe(
        await capture(withFaults(await openFixture(folder), [fault])),
      );
    },
  );

  test("an answer that never comes is a recording that ends", async () => {
    expect(await capture(await compiled({ place: "ep 82", nth: 1, mishap: "timeout", seed: 1 }))).toBe(
      "recording-ended",
    );
  });

  test("what a capture cannot hold, and a transfer that is not there, are refused", () => {
    expect(at({ mishap: "duplicate" })).toThrow(/it is injected only/u);
    expect(at({ nth: 9 })).toThrow(/no answered transfer 9/u);
  });
});
