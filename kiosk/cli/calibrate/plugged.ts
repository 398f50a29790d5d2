/** The instrument that is plugged in: by its node, or as the only one of its kind. */
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { silentLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { CALIBRATION_STEPS, type CalibratedCharacteristic } from "../../../api/words/calibration.ts";
import { discover, openFound, transportOf } from "../../../drivers/discovery.ts";
import { instrumentOf, type Instrument } from "../../devices/instrument.ts";
import { stepwiseInstrument, type StepwiseParts } from "../../devices/stepwise.ts";

const KINDS: Readonly<Record<string, string>> = { scanner: "finger", camera: "face", pad: "signature" };

const isCalibrated = (name: string): name is CalibratedCharacteristic => name in CALIBRATION_STEPS;

/** Throws OutsideFault device-missing, usage (several) or device-failed, each with what to do. */
export const pluggedInstrument = async (
  device: string,
  recorded?: Pick<StepwiseParts, "keep" | "lot">,
): Promise<Instrument> => {
  const found = (await discover()).filter(
    ({ match, features, thing }) =>
      match !== undefined &&
      (thing.node === device || match.module.id === device || features?.characteristic === KINDS[device]),
  );
  const [first, second] = found;
  if (first?.match === undefined || first.features === undefined)
    throw new OutsideFault(
      "device-missing",
      `${device} is not connected; see kiosk devices list, or rehearse with --target synthetic.`,
    );
  if (second)
    throw new OutsideFault(
      "usage",
      `Several devices are connected; name one: ${found.map(({ thing }) => thing.node).join(", ")}.`,
    );
  const { thing } = first;
  const { module, row } = first.match;
  const { characteristic, calibration: permits = {} } = module;
  if (!isCalibrated(characteristic))
    throw new OutsideFault("usage", `${module.id} is not calibrated: it delivers lines, not measurements.`);
  const context = { clock: systemClock, random: systemRandom, log: silentLog };
  if (recorded === undefined)
    return instrumentOf({
      device: await openFound(first, context),
      features: first.features,
      characteristic,
      permits,
    });
  const plug = async () => ({ module, row, context, transport: await transportOf(thing, systemClock) });
  return stepwiseInstrument({
    ...recorded,
    sample: await plug(),
    plug,
    resting: CALIBRATION_STEPS[characteristic][0],
    characteristic,
    permits,
  });
};
