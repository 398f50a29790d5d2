/** A device as the kiosk opens it: set as its certificate says, verified by reading back; its prints counted, not kept. */
import { OutsideFault } from "../../api/base/faults.ts";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { Milliseconds, Millimetres } from "../../api/words/units.ts";
import type { CaptureDevice } from "../../drivers/driver.ts";
import { greyRange } from "../../models/calibration/prints.ts";
import { withPadWidth } from "./pad-width.ts";
import type { PrintRanges } from "./print-ranges.ts";
import type { CalibrationRecords } from "./records.ts";
import { applySettings } from "./settings.ts";

export interface PreparedParts {
  readonly records: CalibrationRecords;
  readonly ranges: PrintRanges;
  readonly now: () => Milliseconds;
  /** Of a pad that does not state it. */
  readonly padWidthMm?: Millimetres;
}

/** Statistics that cannot be written are lost; nobody's enrolment ends because of them. */
const counted = async (ranges: PrintRanges, outcome: CaptureOutcome): Promise<void> => {
  if (outcome.kind !== "captured" || outcome.sample.characteristic !== "finger") return;
  try {
    await ranges.add(outcome.sample.device.driver, greyRange(outcome.sample.image));
  } catch (error) {
    if (!(error instanceof OutsideFault)) throw error;
  }
};

/** Throws OutsideFault device-failed when the device does not keep its settings; it is closed then. */
export const prepared = async (opened: CaptureDevice, parts: PreparedParts): Promise<CaptureDevice> => {
  const device = withPadWidth(opened, parts.padWidthMm);
  const { records, ranges, now } = parts;
  const settings = records.inForce(device.identity, now())?.settings;
  const { controls } = device;
  if (settings !== undefined && controls !== undefined)
    try {
      await applySettings(controls, settings);
    } catch (error) {
      await device[Symbol.asyncDispose]();
      throw error;
    }
  return {
    identity: device.identity,
    status: () => device.status(),
    capture: async (request, signal) => {
      const outcome = await device.capture(request, signal);
      await counted(ranges, outcome);
      return outcome;
    },
    ...(device.captureTarget === undefined
      ? {}
      : {
          captureTarget: (request, signal) =>
            device.captureTarget?.(request, signal) ?? device.capture(request, signal),
        }),
    ...(controls === undefined ? {} : { controls }),
    [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
  };
};
