import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import { virtualScanner } from "../../../drivers/virtual.ts";
import { recordTwin } from "../../../drivers/record-twin.ts";
import { writeRecording, type RecordingFiles } from "../../../drivers/recorder.ts";
import { Calibration } from "../../../kiosk/devices/calibration.ts";
import { recordedInstrument } from "../../../kiosk/devices/recorded.ts";
import { CALIBRATION_STEPS, type CalibrationStep } from "../../../api/words/calibration.ts";
import type { Instrument } from "../../../kiosk/devices/instrument.ts";
import {
  givenWith,
  offeredSets,
  readSet,
  writeSet,
  type RecordedSet,
} from "../../../kiosk/devices/recorded-set.ts";
import type { CalibrationTarget } from "../../../kiosk/devices/reference.ts";
import { REHEARSAL_TARGETS, rehearsalInstrument, rehearsedRanges } from "../../../kiosk/devices/rehearsal.ts";
import { MAPPING_MARKS } from "../../../models/calibration/pad-pattern.ts";
import { touchMarks } from "../../../models/synthetic/targets/pen.ts";
import { silentLog } from "../../../api/base/log.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { topaz } from "../../../drivers/signature/topaz/driver.ts";
import { twinTopaz } from "../../../drivers/signature/topaz/model.ts";
import { MODELS } from "../../../drivers/signature/topaz/models.ts";
import { ReplayClock } from "../../../drivers/transport/replay-clock.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
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
  const { instrument: made } = await recordedInstrument(systemFiles, folder);
  await using instrument = made;
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

/** What a wizard finds with that instrument, every step of it. */
const walked = async (
  instrument: Instrument,
  targets: readonly CalibrationTarget[],
  wanted: readonly CalibrationStep[],
) => {
  const calibration = new Calibration({ instrument, targets, ranges: rehearsedRanges(), now: () => 7 });
  for (const step of wanted) await calibration.run(step, new AbortController().signal);
  return {
    verdict: calibration.verdict(),
    steps: calibration.states().filter(({ step }) => wanted.includes(step)),
  };
};

test.each([
  ["signature", "dying", CALIBRATION_STEPS.signature],
  ["finger", "dirt", ["platen"]],
  ["face", "lying", ["background", "flicker", "settings"]],
] as const)(
  "what passes while a %s device is calibrated is recorded, and measured again as it was, its lot with it",
  async (characteristic, fault, steps) => {
    const into = path.join(folder, characteristic);
    const keep = (name: string, files: RecordingFiles) => writeRecording(files, path.join(into, name));
    const recorded = { lot: "drawn once", keep };
    const first = await rehearsalInstrument(characteristic, fault, "seed", recorded);
    const before = await walked(first, REHEARSAL_TARGETS, steps);
    await first[Symbol.asyncDispose]();
    await writeSet(systemFiles, into, {
      format: "recorded-targets/1",
      characteristic,
      about: fault,
      lot: "drawn once",
    });
    const { instrument, set } = await recordedInstrument(systemFiles, into);
    await using again = instrument;
    expect(await walked(again, givenWith(set).targets, steps)).toEqual(before);
    expect(before.verdict).toBe("failed");
  },
);

test("a pad that does not state its size is measured in millimetres where its set says how wide it is, and only there", async () => {
  const into = path.join(folder, "topaz");
  const model = MODELS[0]!;
  const [maxX, maxY] = [model.area.right - model.area.left, model.area.bottom - model.area.top];
  // Drawn on a pad of 96 mm whose places are 2 % too wide.
  const drawn = touchMarks(
    { seed: "topaz", maxX, maxY, maxPressure: 1, widthMm: 96, rate: 100, scale: { x: 1.02, y: 1 } },
    MAPPING_MARKS,
  );
  const context = { clock: new ReplayClock(0), random: seededRandom("topaz"), log: silentLog };
  const row = topaz.matches[0]!;
  const { files } = await recordTwin(
    { module: topaz, row, transport: twinTopaz([drawn], context), context },
    1,
    60_000,
  );
  await writeRecording(files, path.join(into, "mapping-1"));
  const set = { format: "recorded-targets/1", characteristic: "signature", about: "Topaz" } as const;
  const mapped = async (given: RecordedSet) => {
    await writeSet(systemFiles, into, given);
    const { instrument: made } = await recordedInstrument(systemFiles, into);
    await using instrument = made;
    const calibration = new Calibration({ instrument, targets: REHEARSAL_TARGETS, ranges: [], now: () => 0 });
    const outcome = () => calibration.states().find(({ step }) => step === "mapping")!.outcome;
    if (outcome().kind !== "not-testable") await calibration.run("mapping", new AbortController().signal);
    return outcome();
  };
  expect(await mapped(set)).toMatchObject({
    kind: "not-testable",
    reason: "The pad does not state its size; places cannot be told in millimetres.",
  });
  const outcome = await mapped({ ...set, padWidthMm: 96 });
  const scale =
    outcome.kind === "measured"
      ? outcome.measurements.find(({ id }) => id === "mapping-scale-x")?.value
      : undefined;
  expect(scale).toBeCloseTo(2, 0);
});

test("the recordings that ship are offered by name; one that says nothing of itself is not", async () => {
  const offered = await offeredSets(systemFiles, [path.join(projectRoot, "fixtures/targets"), folder]);
  expect(offered.map(({ name, set }) => [name, set.characteristic, set.about])).toEqual(
    expect.arrayContaining([
      ["camera-cast", "face", "cast"],
      ["pad-dying", "signature", "dying"],
      ["scanner-dirt", "finger", "dirt"],
      ["scanner-scale", "finger", "scale"],
      ["scanner-sound", "finger", "sound"],
    ]),
  );
  expect(offered.some(({ name }) => name === "geometry-1")).toBe(false);
  await writeFile(path.join(folder, "set.json"), '{"format":"recorded-targets/2"}');
  await expect(readSet(systemFiles, folder)).rejects.toThrow(/line 1, column 2: "format": .*; correct it/u);
  await rm(path.join(folder, "set.json"));
});

test("a folder without recordings is said", async () => {
  await expect(recordedInstrument(systemFiles, path.join(folder, "geometry-1"))).rejects.toThrow(/STEP-N/u);
});
