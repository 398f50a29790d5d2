/** An instrument made of recordings: DIR/<step>-<n> is the recording folder of the step's n-th capture, replayed through the real driver. */
import path from "node:path";
import { OutsideFault } from "../../api/base/faults.ts";
import {
  CALIBRATION_STEPS,
  type CalibratedCharacteristic,
  type CalibrationStep,
} from "../../api/words/calibration.ts";
import type { FileSystem } from "../../api/base/files.ts";
import { openFixture } from "../../drivers/fixture.ts";
import { instrumentOf, takeSample, type Instrument } from "./instrument.ts";
import { STEP_PLANS } from "./steps.ts";

const isCalibrated = (characteristic: string): characteristic is CalibratedCharacteristic =>
  characteristic in CALIBRATION_STEPS;

/** Throws OutsideFault input-missing when no recording of any step lies there. */
export const recordedInstrument = async (files: FileSystem, folder: string): Promise<Instrument> => {
  const names = (await files.list(folder)).toSorted();
  const [any] = names.filter((name) => /^[a-z-]+-\d+$/u.test(name));
  if (any === undefined)
    throw new OutsideFault(
      "input-missing",
      `${folder} holds no recordings of targets; they are called STEP-N, e.g. geometry-1.`,
    );
  const first = await openFixture(path.join(folder, any));
  const { module, row } = first;
  if (!isCalibrated(module.characteristic))
    throw new OutsideFault("usage", `${module.id} is a device that is not calibrated.`);
  const { characteristic } = module;
  const has = (step: CalibrationStep): boolean =>
    STEP_PLANS[step].captures.length > 0 &&
    STEP_PLANS[step].captures.every((_what, i) => names.includes(`${step}-${i + 1}`));
  const permits = Object.fromEntries(
    CALIBRATION_STEPS[characteristic].map((step) => {
      const permit = module.calibration?.[step];
      const none = { notTestable: "There is no recording of this step." };
      return [
        step,
        permit === "permitted" && step !== "dynamic-range" && !has(step) ? none : (permit ?? none),
      ];
    }),
  );
  const base = instrumentOf({
    device: await first.open(),
    features: module.featuresOf(row),
    characteristic,
    permits,
    rehearsal: "recorded target",
  });
  return {
    ...base,
    capture: async (step, what, signal) => {
      const number = STEP_PLANS[step].captures.indexOf(what) + 1;
      const fixture = await openFixture(path.join(folder, `${step}-${number}`));
      await using device = await fixture.open();
      return await takeSample(device, signal);
    },
  };
};
