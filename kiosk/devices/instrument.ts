/** What a wizard measures with: a device behind its real driver, whether over a cable, a recording or a twin. */
import { OutsideFault, never } from "../../api/base/faults.ts";
import type {
  CalibratedCharacteristic,
  CalibrationPermits,
  CalibrationStep,
} from "../../api/words/calibration.ts";
import { DEVICE_FAULTS, RETRY_REASONS, type CaptureOutcome } from "../../api/words/capture.ts";
import type { DeviceFeatures, DeviceIdentity } from "../../api/words/device.ts";
import type { ScreenSize } from "../../api/words/pad-screen.ts";
import type { CapturedSample } from "../../api/words/sample.ts";
import type { CaptureDevice, DeviceControls } from "../../drivers/driver.ts";
import { padPattern, type PadMark } from "../../models/calibration/pad-pattern.ts";

export interface Instrument extends AsyncDisposable {
  readonly identity: DeviceIdentity;
  readonly features: DeviceFeatures;
  readonly characteristic: CalibratedCharacteristic;
  readonly permits: CalibrationPermits;
  /** Nothing real is measured: recorded or synthetic targets. It stands on the certificate. */
  readonly rehearsal?: string;
  readonly controls?: DeviceControls;
  /** What marks are drawn by lot from, where that lies behind us: a recorded pen touched those. */
  readonly lot?: string;
  /** A step begins, or begins anew: what is brought up for each of them is. */
  turnTo?(step: CalibrationStep): Promise<void>;
  /** One picture for a step; `what` names it. Throws OutsideFault device-failed or policy-refused, in words. */
  capture(
    step: CalibrationStep,
    what: string,
    signal: AbortSignal,
    marks?: readonly PadMark[],
  ): Promise<CapturedSample>;
}

const DEADLINE = 60_000;
/** From one cross to the next, for who looks for it first. */
const PAUSE = 5000;

/** The sample, or what to do, in words. */
const sampleOf = (outcome: CaptureOutcome): CapturedSample => {
  switch (outcome.kind) {
    case "captured":
      return outcome.sample;
    case "retry":
      throw new OutsideFault("policy-refused", `${RETRY_REASONS[outcome.reason]} Try again.`);
    case "cancelled":
      throw new OutsideFault("policy-refused", "The capture was broken off.");
    case "failed":
      throw new OutsideFault(
        "device-failed",
        `${DEVICE_FAULTS[outcome.fault.code]} (${outcome.fault.detail})`,
      );
    default:
      return never(outcome);
  }
};

/** What a device is opened for; the raw picture of the sensor where the driver can give one. */
export const takeSample = async (
  device: CaptureDevice,
  signal: AbortSignal,
  marks?: readonly PadMark[],
): Promise<CapturedSample> => {
  const screen = (size: ScreenSize) => ({ picture: padPattern(marks ?? [], size), buttons: [] });
  const request = { deadline: DEADLINE, ...(marks === undefined ? {} : { screen, pause: PAUSE }) };
  const outcome = await (device.captureTarget?.(request, signal) ?? device.capture(request, signal));
  return sampleOf(outcome);
};

export interface InstrumentParts {
  readonly device: CaptureDevice;
  readonly features: DeviceFeatures;
  readonly characteristic: CalibratedCharacteristic;
  readonly permits: CalibrationPermits;
}

export const instrumentOf = (parts: InstrumentParts): Instrument => {
  const { device, features, characteristic, permits } = parts;
  return {
    identity: device.identity,
    features,
    characteristic,
    permits,
    ...(device.controls === undefined ? {} : { controls: device.controls }),
    capture: (_step, _what, signal, marks) => takeSample(device, signal, marks),
    [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
  };
};
