import { describe, expect, test } from "vitest";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import { openFixture, withFaults } from "../../drivers/fixture.ts";
import type { Fixture } from "../../drivers/fixture.ts";
import { readScenario } from "../../drivers/transport/fault-plan.ts";
import { ABSENT, expectedPicture, sharedRecording } from "./shared-recordings.ts";

const never = new AbortController().signal;

const capture = async (fixture: Fixture): Promise<CaptureOutcome> => {
  await using device = await fixture.open();
  return await device.capture({ deadline: 30_000 }, never);
};

describe("a recording of a fault, and the same fault by scenario over the good recording", () => {
  test.for([
    ["stall", '"do":"stall"', "stalled"],
    ["unplug", '"do":"unplug"', "unplugged"],
    ["short", '"do":"short","bytes":50000', "short-transfer"],
    ["garbage", '"do":"garbage"', "garbage"],
  ] as const)("%s", async ([name, mishap, code], context) => {
    const [recorded, good] = [
      sharedRecording(`uru4000-4500-faults/${name}`),
      sharedRecording("uru4000-4500"),
    ];
    if (!recorded || !good) throw context.skip(ABSENT);
    const text = `{"faults":[{"at":{"ep":"0x82","nth":1},${mishap}}],"expect":{"outcome":"failed","code":"${code}"}}`;
    const { faults, expect: expected } = readScenario(text, name);
    expect(expected).toEqual({ outcome: "failed", code });
    expect(await capture(await openFixture(recorded))).toMatchObject({ kind: "failed", fault: { code } });
    expect(await capture(withFaults(await openFixture(good), faults))).toMatchObject({
      kind: "failed",
      fault: { code },
    });
  });
});

describe("real recordings give the reference picture, pixel for pixel", () => {
  test.for([
    ["uru4000-4500", 512, 384, 290],
    ["uru4000-4500-loop", 512, 384, 290],
    ["nb1010", 385, 256, 180],
  ] as const)("%s", async ([name, ppi, width, height], context) => {
    const folder = sharedRecording(name);
    if (!folder) throw context.skip(ABSENT);
    const fixture = await openFixture(folder);
    await using device = await fixture.open();
    const outcome = await device.capture({ deadline: 30_000 }, never);
    if (outcome.kind !== "captured" || outcome.sample.characteristic !== "finger")
      throw new Error(JSON.stringify(outcome));
    const { sample } = outcome;
    const expected = await expectedPicture(folder);
    expect([sample.image.width, sample.image.height]).toEqual([width, height]);
    expect(Buffer.compare(sample.image.pixels, expected.pixels)).toBe(0);
    expect(sample.ppi).toBe(ppi);
    expect(sample.bitDepth).toBe(8);
    expect(sample.device.serial).toBeUndefined();
  });
});
