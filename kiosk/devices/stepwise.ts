/**
 * An instrument that is brought up anew for each thing that a wizard asks for: a twin that is shown the next target, a
 * recording of it, or a device whose calibration is being recorded. What is one conversation (frames of a stream, a camera
 * that is tuned) stays with one device.
 */
import type {
  CalibratedCharacteristic,
  CalibrationPermits,
  CalibrationStep,
} from "../../api/words/calibration.ts";
import { Bug } from "../../api/base/faults.ts";
import type { CapturedSample } from "../../api/words/sample.ts";
import type { CaptureDevice, DeviceControls } from "../../drivers/driver.ts";
import type { Fixture } from "../../drivers/fixture.ts";
import { recorderOf, type Recorder, type RecordingFiles } from "../../drivers/recorder.ts";
import type { PadMark } from "../../models/calibration/pad-pattern.ts";
import { takeSample, type Instrument } from "./instrument.ts";
import { STEP_PLANS } from "./steps.ts";

/** What a driver is opened on. */
export type Plug = Pick<Fixture, "module" | "row" | "transport" | "context">;

/** Where the recording of that is kept; without a capture, a step's conversation with the device's settings. */
export const recordingName = (step: CalibrationStep, what?: string): string => {
  const { captures, stream } = STEP_PLANS[step];
  const at = what === undefined || stream === true ? 0 : captures.indexOf(what);
  return `${step}-${Math.max(0, at) + 1}`;
};

/** Takes a recording's files by the name of the recording. */
export type Keep = (name: string, files: RecordingFiles) => Promise<void>;

export interface StepwiseParts {
  readonly plug: (step: CalibrationStep, what?: string, marks?: readonly PadMark[]) => Promise<Plug>;
  /** Opened and closed once, to learn what it is. */
  readonly sample: Plug;
  /** In which its settings are asked for before any step is begun. */
  readonly resting: CalibrationStep;
  readonly characteristic: CalibratedCharacteristic;
  readonly permits: CalibrationPermits;
  readonly rehearsal?: string;
  readonly lot?: string;
  /** Records everything that passes. */
  readonly keep?: Keep;
}

interface Up {
  readonly name: string;
  readonly device: CaptureDevice;
  readonly recorder: Recorder | undefined;
}

/** The device that is up, and none between two steps. */
class Bench implements AsyncDisposable {
  readonly #parts: StepwiseParts;
  #step: CalibrationStep | undefined;
  #up: Up | undefined;

  constructor(parts: StepwiseParts) {
    this.#parts = parts;
  }

  async turnTo(step: CalibrationStep): Promise<void> {
    await this[Symbol.asyncDispose]();
    this.#step = step;
  }

  async at(step: CalibrationStep, what?: string, marks?: readonly PadMark[]): Promise<CaptureDevice> {
    const name = recordingName(step, what);
    if (this.#up?.name === name) return this.#up.device;
    await this[Symbol.asyncDispose]();
    const { keep, plug } = this.#parts;
    const { module, row, transport, context } = await plug(step, what, marks);
    const recorder = keep === undefined ? undefined : recorderOf(transport, context.clock, module);
    const device = await module.open(recorder?.transport ?? transport, row, context);
    this.#up = { name, device, recorder };
    return device;
  }

  async controls(): Promise<DeviceControls> {
    const { controls } = this.#up?.device ?? (await this.at(this.#step ?? this.#parts.resting));
    if (controls === undefined) throw new Bug("a device lost its settings");
    return controls;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const up = this.#up;
    this.#up = undefined;
    await up?.device[Symbol.asyncDispose]();
    if (up?.recorder !== undefined) await this.#parts.keep?.(up.name, up.recorder.files());
  }
}

export const stepwiseInstrument = async (parts: StepwiseParts): Promise<Instrument> => {
  const { sample, characteristic, permits, rehearsal, lot } = parts;
  const model = await sample.module.open(sample.transport, sample.row, sample.context);
  const { identity } = model;
  const adjustable = model.controls !== undefined;
  await model[Symbol.asyncDispose]();
  const bench = new Bench(parts);
  const controls: DeviceControls = {
    read: async () => (await bench.controls()).read(),
    set: async (name, value) => (await bench.controls()).set(name, value),
    release: async () => (await bench.controls()).release(),
  };
  return {
    identity,
    features: sample.module.featuresOf(sample.row),
    characteristic,
    permits,
    ...(rehearsal === undefined ? {} : { rehearsal }),
    ...(lot === undefined ? {} : { lot }),
    ...(adjustable ? { controls } : {}),
    turnTo: (step) => bench.turnTo(step),
    capture: async (step, what, signal, marks): Promise<CapturedSample> =>
      takeSample(await bench.at(step, what, marks), signal, marks),
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  };
};
