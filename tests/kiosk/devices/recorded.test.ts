import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import { virtualScanner } from "../../../drivers/virtual.ts";
import { recordTwin } from "../../../drivers/record-twin.ts";
import { writeRecording } from "../../../drivers/recorder.ts";
import { Calibration } from "../../../kiosk/devices/calibration.ts";
import { recordedInstrument } from "../../../kiosk/devices/recorded.ts";
import { REHEARSAL_TARGETS } from "../../../kiosk/devices/rehearsal.ts";
import { bars } from "../../../models/synthetic/targets/coverage.ts";
import { renderSensor } from "../../../models/synthetic/targets/sensor.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "recorded-targets-"));
  for (const [at, across] of (["x", "y"] as const).entries()) {
    const picture = renderSensor(bars(1, across), {
      width: 384,
      height: 290,
      ppi: { x: 522.2, y: 512 },
      seed: across,
    });
    const { module, row, transport, context } = virtualScanner([picture]);
    const { files } = await recordTwin({ module, row, transport, context }, 1, 60_000);
    await writeRecording(files, path.join(folder, `geometry-${at + 1}`));
  }
});
afterAll(() => rm(folder, { recursive: true }));

test("recorded targets are measured through the real driver; what was not recorded is not testable", async () => {
  await using instrument = await recordedInstrument(systemFiles, folder);
  expect(instrument.identity.driver).toBe("uru4000");
  const calibration = new Calibration({ instrument, targets: REHEARSAL_TARGETS, ranges: [], now: () => 0 });
  await calibration.run("geometry", new AbortController().signal);
  const outcomes = new Map(calibration.states().map(({ step, outcome }) => [step, outcome]));
  const geometry = outcomes.get("geometry")!;
  const scale =
    geometry.kind === "measured" ? geometry.measurements.find(({ id }) => id === "scale-x") : undefined;
  expect(scale?.passed).toBe(false);
  expect(Math.abs(scale!.value - (522.2 / 512 - 1) * 100)).toBeLessThan(0.1);
  expect(outcomes.get("linearity")).toMatchObject({
    kind: "not-testable",
    reason: "There is no recording of this step.",
  });
  expect(outcomes.get("platen")).toMatchObject({
    kind: "not-testable",
    reason: expect.stringMatching(/finger detector/u),
  });
  expect(calibration.verdict()).toBe("failed");
});

test("a folder without recordings is said", async () => {
  await expect(recordedInstrument(systemFiles, path.join(folder, "geometry-1"))).rejects.toThrow(/STEP-N/u);
});
