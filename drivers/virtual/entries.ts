/**
 * A scanner, a camera and a pad that are nowhere plugged in, as entries of the same list: each plays a real device through that
 * device's own driver, and says in every sample and in the list that it is none.
 */
import type { CalibrationPermits } from "../../api/words/calibration.ts";
import type { CaptureOutcome } from "../../api/words/capture.ts";
import type { DeviceIdentity } from "../../api/words/device.ts";
import { uvc } from "../camera/uvc/driver.ts";
import type { CaptureDevice, DriverModule, IdRow } from "../driver.ts";
import { uru4000 } from "../fingerprint/uru4000/driver.ts";
import { wacomStu } from "../signature/wacom-stu/driver.ts";
import type { TransportKind } from "../transport/transport.ts";

const renamed = (outcome: CaptureOutcome, device: DeviceIdentity): CaptureOutcome =>
  outcome.kind === "captured" ? { ...outcome, sample: { ...outcome.sample, device } } : outcome;

/** The device that is played, under another name. */
const played = (inner: CaptureDevice, driver: string, model: string): CaptureDevice => {
  const { firmware } = inner.identity;
  const identity = { driver, make: "Kiosk", model, ...(firmware === undefined ? {} : { firmware }) };
  return {
    identity,
    status: () => inner.status(),
    capture: async (request, signal) => renamed(await inner.capture(request, signal), identity),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
};

const NOTHING_REAL = {
  notTestable: "A virtual device measures nothing; rehearse with synthetic or recorded targets.",
} as const;

/** Of a device that is none no step says anything, whatever the device that it plays permits. */
const permitsNothing = (played: CalibrationPermits = {}): CalibrationPermits =>
  Object.fromEntries(Object.keys(played).map((step) => [step, NOTHING_REAL]));

/** `row`: of the device that is played. */
const virtualOf = <K extends TransportKind>(
  id: string,
  model: string,
  real: DriverModule<K>,
  row: IdRow | undefined = real.matches[0],
): DriverModule<K> => ({
  id,
  characteristic: real.characteristic,
  transport: real.transport,
  matches: [{ transport: real.transport, model, byNameOnly: true }],
  twin: real.twin,
  calibration: permitsNothing(real.calibration),
  featuresOf: () => ({
    ...(row
      ? real.featuresOf(row)
      : { characteristic: real.characteristic, presentationAttackDetection: false }),
    evidence: "virtual",
    suitability: "demonstration",
    note: `No device: it plays ${row?.model ?? real.id} and shows people who do not exist.`,
  }),
  open: async (transport, own, context) => played(await real.open(transport, row ?? own, context), id, model),
});

const U_ARE_U_4500 = 0x000a;

export const virtualScannerEntry = virtualOf(
  "virtual-scanner",
  "virtual scanner",
  uru4000,
  uru4000.matches.find(({ productId }) => productId === U_ARE_U_4500),
);
export const virtualCameraEntry = virtualOf("virtual-camera", "virtual camera", uvc);
const STU_430 = 0x00a4;
export const virtualPadEntry = virtualOf(
  "virtual-pad",
  "virtual pad",
  wacomStu,
  wacomStu.matches.find(({ productId }) => productId === STU_430),
);

export const VIRTUAL: readonly DriverModule[] = [virtualScannerEntry, virtualCameraEntry, virtualPadEntry];
