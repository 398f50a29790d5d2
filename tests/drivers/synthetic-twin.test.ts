import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openFixture } from "../../drivers/fixture.ts";
import { readRecording } from "../../drivers/recording.ts";
import { writeRecording } from "../../drivers/recorder.ts";
import { syntheticTwin } from "../../drivers/synthetic-twin.ts";
import { isStandardRequest } from "../../drivers/transport/usb-exchange.ts";
import { ridges } from "./pictures.ts";
import { ABSENT, sharedRecording } from "./shared-recordings.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "twin-"));
});
afterEach(() => rm(folder, { recursive: true }));

const dialogueOf = async (directory: string) => {
  const recording = await readRecording(directory);
  if (recording.kind !== "usb") throw new Error(recording.kind);
  return recording.dialogue.filter((exchange) => !isStandardRequest(exchange));
};

describe("the synthetic twin of a real recording", () => {
  test.for([
    ["uru4000-4500", 384, 290, 400],
    ["nb1010", 256, 180, 0],
  ] as const)(
    "%s: another picture, the same everything else",
    async ([name, width, height, lost], context) => {
      const real = sharedRecording(name);
      if (!real) throw context.skip(ABSENT);
      const picture = ridges(5, width, height);
      const files = await syntheticTwin(real, [picture]);
      await writeRecording(files, folder);
      expect(String(files.get("device.umockdev"))).not.toMatch(/serial|FB0B9071/iu);

      const fixture = await openFixture(folder);
      await using device = await fixture.open();
      const outcome = await device.capture({ deadline: 30_000 }, new AbortController().signal);
      if (outcome.kind !== "captured" || outcome.sample.characteristic !== "finger")
        throw new Error(JSON.stringify(outcome));
      const differing = outcome.sample.image.pixels.reduce(
        (sum, value, i) => sum + (value === picture.pixels[i] ? 0 : 1),
        0,
      );
      expect(differing).toBeLessThanOrEqual(lost);

      const [before, after] = [await dialogueOf(real), await dialogueOf(folder)];
      expect(after.length).toBe(before.length);
      const large = 300;
      for (const [i, exchange] of before.entries()) {
        const twin = after[i]!;
        expect([twin.endpoint, twin.length, Buffer.from(twin.sent).toString("hex")]).toEqual([
          exchange.endpoint,
          exchange.length,
          Buffer.from(exchange.sent).toString("hex"),
        ]);
        const [was, is] = [
          exchange.completion?.received ?? new Uint8Array(),
          twin.completion?.received ?? new Uint8Array(),
        ];
        expect(is.length).toBe(was.length);
        const kept = was.length > large ? 25 : was.length;
        expect(Buffer.compare(is.subarray(0, kept), was.subarray(0, kept))).toBe(0);
      }
    },
  );

  test("of a device whose pictures cannot be exchanged: one sentence", async () => {
    await expect(syntheticTwin("fixtures/recordings/wacom-stu/capture", [])).rejects.toMatchObject({
      code: "not-built-yet",
    });
  });
});
