/**
 * An instrument made of recordings: DIR/<step>-<n> is the recording folder of the step's n-th capture, replayed through the
 * real driver. Beside them `set.json` says what was recorded.
 */
import path from "node:path";
import { OutsideFault } from "../../api/base/faults.ts";
import {
  CALIBRATION_STEPS,
  type CalibratedCharacteristic,
  type CalibrationPermits,
  type CalibrationStep,
} from "../../api/words/calibration.ts";
import type { FileSystem } from "../../api/base/files.ts";
import { openFixture, type Fixture } from "../../drivers/fixture.ts";
import type { Instrument } from "./instrument.ts";
import { readSet, SYNTHETIC_SET, type RecordedSet } from "./recorded-set.ts";
import { permitsAt, withPadWidth } from "./pad-width.ts";
import { recordingName, stepwiseInstrument, type Plug } from "./stepwise.ts";
import { STEP_PLANS } from "./steps.ts";

const isCalibrated = (characteristic: string): characteristic is CalibratedCharacteristic =>
  characteristic in CALIBRATION_STEPS;

const NOT_RECORDED = { notTestable: "There is no recording of this step." };

/** What the driver permits and the folder holds. The dynamic range asks nothing of the device. */
const permitsOf = (
  calibration: CalibrationPermits,
  characteristic: CalibratedCharacteristic,
  names: readonly string[],
) => {
  const has = (step: CalibrationStep): boolean => {
    const { captures } = STEP_PLANS[step];
    const needed =
      captures.length === 0 ? [recordingName(step)] : captures.map((what) => recordingName(step, what));
    return step === "dynamic-range" || needed.every((name) => names.includes(name));
  };
  return Object.fromEntries(
    CALIBRATION_STEPS[characteristic].flatMap((step) => {
      const permit = calibration[step];
      if (permit === undefined) return [];
      return [[step, permit === "permitted" && !has(step) ? NOT_RECORDED : permit]];
    }),
  );
};

export interface RecordedInstrument {
  readonly instrument: Instrument;
  readonly set: RecordedSet;
}

/** Throws OutsideFault input-missing when no recording of any step lies there; or what readSet throws. */
export const recordedInstrument = async (files: FileSystem, folder: string): Promise<RecordedInstrument> => {
  const names = (await files.list(folder)).toSorted();
  const steps = Object.values(CALIBRATION_STEPS).flat();
  const any = names.find((name) => /^[a-z-]+-\d+$/u.test(name));
  if (any === undefined)
    throw new OutsideFault(
      "input-missing",
      `${folder} holds no recordings of targets; they are called STEP-N, e.g. geometry-1.`,
    );
  const sample = await openFixture(path.join(folder, any));
  const { module } = sample;
  if (!isCalibrated(module.characteristic))
    throw new OutsideFault("usage", `${module.id} is a device that is not calibrated.`);
  const set = (await readSet(files, folder)) ?? {
    ...SYNTHETIC_SET,
    characteristic: module.characteristic,
  };
  const resting = steps.find((step) => any.startsWith(`${step}-`));
  if (resting === undefined)
    throw new OutsideFault("input-malformed", `${folder}/${any} is no step of calibration; call it STEP-N.`);
  const { padWidthMm } = set;
  const sized = (fixture: Fixture): Plug => ({
    ...fixture,
    module: {
      ...fixture.module,
      open: async (...given) => withPadWidth(await fixture.module.open(...given), padWidthMm),
    },
  });
  const instrument = await stepwiseInstrument({
    sample: sized(sample),
    resting,
    plug: async (step, what) => sized(await openFixture(path.join(folder, recordingName(step, what)))),
    characteristic: module.characteristic,
    permits: permitsOf(
      permitsAt(module.calibration ?? {}, padWidthMm !== undefined),
      module.characteristic,
      names,
    ),
    rehearsal: "recorded target",
    ...(set.lot === undefined ? {} : { lot: set.lot }),
  });
  return { instrument, set };
};
