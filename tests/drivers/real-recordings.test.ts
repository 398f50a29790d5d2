import { describe, expect, test } from "vitest";
import { openFixture } from "../../drivers/fixture.ts";
import { ABSENT, expectedPicture, sharedRecording } from "./shared-recordings.ts";

const never = new AbortController().signal;

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
