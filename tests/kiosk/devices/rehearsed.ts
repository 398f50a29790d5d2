/** Calibrations that are rehearsed on twins through the real drivers. */
import { topaz } from "../../../drivers/signature/topaz/driver.ts";
import type { CalibratedCharacteristic, CalibrationPermits } from "../../../api/words/calibration.ts";
import { Calibration } from "../../../kiosk/devices/calibration.ts";
import { REHEARSAL_TARGETS, rehearsalInstrument, rehearsedRanges } from "../../../kiosk/devices/rehearsal.ts";
import type { RehearsedFault } from "../../../kiosk/devices/rehearsed-faults.ts";

/** The time of every rehearsal here. */
export const NOW = Date.UTC(2026, 10, 21, 12);

/** A rehearsal of these steps, or of all. */
export const calibrated = async (
  kind: CalibratedCharacteristic,
  fault?: RehearsedFault,
  steps?: readonly string[],
  permits: CalibrationPermits = {},
) => {
  const rehearsed = await rehearsalInstrument(kind, fault);
  const calibration = new Calibration({
    instrument: { ...rehearsed, permits: { ...rehearsed.permits, ...permits } },
    targets: REHEARSAL_TARGETS,
    ranges: rehearsedRanges(),
    now: () => NOW,
  });
  for (const { step, outcome } of calibration.states())
    if (outcome.kind === "not-done" && (steps === undefined || steps.includes(step)))
      await calibration.run(step, new AbortController().signal);
  return calibration;
};

/** As a pad has it whose driver finds no screen. */
export const withoutScreen = () =>
  calibrated("signature", undefined, undefined, { screen: topaz.calibration?.screen ?? "permitted" });
