/** Pads that do not state how wide they are: the configuration says it, and it travels with every signature. */
import { OutsideFault } from "../../api/base/faults.ts";
import { z } from "zod";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { CalibrationPermits } from "../../api/words/calibration.ts";
import type { DeviceFeatures } from "../../api/words/device.ts";
import type { Millimetres } from "../../api/words/units.ts";
import type { CaptureDevice } from "../../drivers/driver.ts";

/** Of the writing area, as the pad's data sheet has it. */
export const padWidthSchema = z.number().min(20).max(400);

const sized = (outcome: CaptureOutcome, widthMm: Millimetres): CaptureOutcome => {
  if (outcome.kind !== "captured" || outcome.sample.characteristic !== "signature") return outcome;
  const { trajectory } = outcome.sample;
  // What the pad says itself is better.
  return trajectory.widthMm === undefined
    ? { ...outcome, sample: { ...outcome.sample, trajectory: { ...trajectory, widthMm } } }
    : outcome;
};

/** Any device; of its captures, signatures that lack a width get this one. */
export const withPadWidth = (device: CaptureDevice, widthMm: Millimetres | undefined): CaptureDevice =>
  widthMm === undefined
    ? device
    : {
        identity: device.identity,
        status: () => device.status(),
        capture: async (request, signal) => sized(await device.capture(request, signal), widthMm),
        ...(device.captureTarget === undefined
          ? {}
          : {
              captureTarget: async (request, signal) =>
                sized(
                  await (device.captureTarget?.(request, signal) ?? device.capture(request, signal)),
                  widthMm,
                ),
            }),
        ...(device.controls === undefined ? {} : { controls: device.controls }),
        [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
      };

/** What a driver permits, of a pad of which it is `known` how wide it is. */
export const permitsAt = (permits: CalibrationPermits, known: boolean): CalibrationPermits =>
  known
    ? Object.fromEntries(
        Object.entries(permits).map(([step, permit]) => [
          step,
          permit !== "permitted" && permit.unlessWidthKnown === true ? "permitted" : permit,
        ]),
      )
    : permits;

/** Before anybody signs. `where`: in which file it is to be named. Throws OutsideFault input-missing. */
export const demandPadWidth = (
  features: DeviceFeatures | undefined,
  widthMm: Millimetres | undefined,
  name: string,
  where: string,
): void => {
  if (features?.sizeUnstated !== true || widthMm !== undefined) return;
  throw new OutsideFault(
    "input-missing",
    `The signature pad ${name} does not state how wide its writing area is, so no signature on it could be judged; write the width from its data sheet, in millimetres, as "devices": { "padWidthMm": ... } into ${where}.`,
  );
};
