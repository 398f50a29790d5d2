/** The instrument that is plugged in: by its node, or as the only one of its kind. */
import { systemClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { silentLog } from "../../../api/base/log.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { CALIBRATION_STEPS, type CalibratedCharacteristic } from "../../../api/words/calibration.ts";
import { discover, openFound, transportOf } from "../../../drivers/discovery.ts";
import { demandPadWidth, permitsAt, withPadWidth } from "../../devices/pad-width.ts";
import type { ToldOfDevices } from "../runtime/lines.ts";
import { instrumentOf, type Instrument } from "../../devices/instrument.ts";
import { stepwiseInstrument, type StepwiseParts } from "../../devices/stepwise.ts";

const KINDS: Readonly<Record<string, string>> = { scanner: "finger", camera: "face", pad: "signature" };

const isCalibrated = (name: string): name is CalibratedCharacteristic => name in CALIBRATION_STEPS;

/** Throws OutsideFault device-missing, usage (several) or device-failed, each with what to do. */
export const pluggedInstrument = async (
  device: string,
  { lines, padWidthMm }: ToldOfDevices = { lines: [] },
  recorded?: Pick<StepwiseParts, "keep" | "lot">,
): Promise<Instrument> => {
  const found = (await discover({ lines })).filter(
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
  const { characteristic } = module;
  const permits = permitsAt(module.calibration ?? {}, padWidthMm !== undefined);
  if (!isCalibrated(characteristic))
    throw new OutsideFault("usage", `${module.id} is not calibrated: it delivers lines, not measurements.`);
  demandPadWidth(first.features, padWidthMm, thing.name, "kiosk.json");
  const context = { clock: systemClock, random: systemRandom, log: silentLog };
  if (recorded === undefined)
    return instrumentOf({
      device: withPadWidth(await openFound(first, context), padWidthMm),
      features: first.features,
      characteristic,
      permits,
    });
  const sized: typeof module = {
    ...module,
    open: async (...given) => withPadWidth(await module.open(...given), padWidthMm),
  };
  const plug = async () => ({
    module: sized,
    row,
    context,
    transport: await transportOf(thing, systemClock),
  });
  return stepwiseInstrument({
    ...recorded,
    sample: await plug(),
    plug,
    resting: CALIBRATION_STEPS[characteristic][0],
    characteristic,
    permits,
  });
};
