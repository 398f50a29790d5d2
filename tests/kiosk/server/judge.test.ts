import { existsSync, readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type { CapturedSample } from "../../../api/words/sample.ts";
import { judge, judgeInPlace } from "../../../kiosk/server/judge/judge.ts";
import type { AssessEffect } from "../../../kiosk/server/station.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { SampleBox } from "../../../kiosk/session/run/sample-box.ts";
import { trialPolicy } from "./played-kiosk.ts";

const compiled = path.join(projectRoot, "dist/kiosk/server/judge/judge-worker.js");
const device = { driver: "test", make: "Test", model: "device" };

const face = (): CapturedSample => ({
  characteristic: "face",
  mediaType: "image/jpeg",
  bytes: Uint8Array.from(readFileSync(path.join(projectRoot, "fixtures/faces/specimen/frame-4-neutral.jpg"))),
  device,
  capturedAt: 1,
});

const signature = (): CapturedSample => ({
  characteristic: "signature",
  trajectory: {
    maxX: 1000,
    maxY: 600,
    maxPressure: 100,
    widthMm: 120,
    points: Array.from({ length: 200 }, (_point, at) => ({
      x: 100 + at * 4,
      y: Math.round(300 + 150 * Math.sin(at / 9)),
      pressure: 50,
      t: at * 10_000,
      contact: true,
    })),
  },
  device,
  capturedAt: 1,
});

const effect = (target: "face" | "signature"): AssessEffect => ({
  kind: "assess",
  number: 3,
  target,
  portrait: "adult",
  against: [],
  headCovering: false,
});

describe.skipIf(!existsSync(compiled))(`judging on a thread (needs the build: ${compiled})`, () => {
  test.each([
    ["face", face],
    ["signature", signature],
  ] as const)("a %s is judged as in place, and the sample is gone afterwards", async (target, make) => {
    await using thread = judge(pathToFileURL(compiled));
    const found = await Promise.all(
      [thread, judgeInPlace()].map(async ({ examine }) => {
        const box = new SampleBox();
        const sample = make();
        box.put(3, sample);
        const assessment = await examine(effect(target), box, trialPolicy());
        if (sample.characteristic === "face") expect(sample.bytes.every((byte) => byte === 0)).toBe(true);
        expect(() => box.sample(3)).toThrow("no sample of attempt 3");
        return { assessment, checks: box.checks(3), enrolled: box.enrolled(3) };
      }),
    );
    expect(found[0]?.enrolled?.kind).toBe(target);
    expect(found[0]?.assessment.sufficient).toBe(true);
    // What crossed has lost only what a copy loses: a Buffer is bytes.
    expect(found[0]).toEqual(structuredClone(found[1]));
  });

  test("a picture that cannot be read is the outside's fault on both ways", async () => {
    await using thread = judge(pathToFileURL(compiled));
    for (const { examine } of [thread, judgeInPlace()]) {
      const box = new SampleBox();
      box.put(3, { ...face(), bytes: Uint8Array.from(Buffer.from("no picture")) } as CapturedSample);
      await expect(examine(effect("face"), box, trialPolicy())).rejects.toMatchObject({
        code: "picture-unreadable",
      });
    }
  });

  test("a thread that dies is our own mistake and goes up", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "judge-"));
    try {
      const file = path.join(folder, "dying.mjs");
      writeFileSync(
        file,
        'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => { throw new Error("gone") });',
      );
      await using thread = judge(pathToFileURL(file));
      const box = new SampleBox();
      box.put(3, signature());
      await expect(thread.examine(effect("signature"), box, trialPolicy())).rejects.toThrow(
        "the judging thread died",
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
